"""Where the project's files are: in the installed package, in a checkout, or where a user says."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from healthkg.errors import InputProblem

_PACKAGE = Path(__file__).parent / "_project"
_CHECKOUT = Path(__file__).parents[2]
FOLDERS = ("ontology", "shapes", "data/turtle", "queries")


@dataclass(frozen=True)
class Project:
    """A folder that holds `ontology`, `shapes`, `data/turtle` and `queries`."""

    root: Path

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def shapes(self) -> Path:
        return self.root / "shapes"

    @property
    def data(self) -> Path:
        return self.root / "data" / "turtle"

    @property
    def queries(self) -> Path:
        return self.root / "queries"

    @property
    def prefixes(self) -> Path:
        return self.ontology / "prefixes.ttl"

    def data_version(self) -> str:
        """Return the version that the corpus declares in `data/VERSION`; empty when it declares none."""
        path = self.root / "data" / "VERSION"
        return path.read_text("utf-8").strip() if path.is_file() else ""

    def relative(self, path: Path) -> str:
        """Return `path` as people of this project write it: from its root where it is inside, with slashes."""
        resolved = path.resolve()
        inside = resolved.is_relative_to(self.root.resolve())
        return (resolved.relative_to(self.root.resolve()) if inside else path).as_posix()


def find_project(root: Path | None = None) -> Project:
    """Return the project at `root`, else the one in the package, else the checkout around this file.

    Raises InputProblem when a folder of the layout is missing.
    """
    project = Project(root or next((path for path in (_PACKAGE, _CHECKOUT) if path.is_dir()), _CHECKOUT))
    for folder in FOLDERS:
        if not (project.root / folder).is_dir():
            raise InputProblem("project-incomplete", path=project.root, folder=folder)
    return project


@cache
def software_version() -> str:
    """Return the version of the installed package: the folder of its metadata bears it in its name."""
    for folder in sys.path:
        for found in Path(folder).glob("healthkg-*.dist-info"):
            return found.name.removesuffix(".dist-info").partition("-")[2]
    from importlib.metadata import version  # knows every way to install; slow, for it reads e-mail headers

    return version("healthkg")


def software_authors() -> str:
    """Return who is named as the author of the installed package."""
    from importlib.metadata import metadata

    return metadata("healthkg")["Author"]
