"""The corpus as it was at a revision of the git repository that holds it."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from healthkg.corpus import Corpus, open_corpus
from healthkg.errors import InputProblem
from healthkg.layout import Project

_FOLDERS = ("ontology", "data/turtle", "queries", "shapes")


def at_revision(project: Project, revision: str) -> Corpus:
    """Return the corpus that `revision` holds, to be asked and judged by the rules and queries of `project` as it is.

    Raises InputProblem: no git, no repository, a revision that it does not know, files that cannot be read.
    """
    if revision.startswith("-") or not _succeeds(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"):
        raise InputProblem("git-revision", revision=revision)
    archive = _git(project, "archive", "--format=tar", revision, "--", *_FOLDERS)
    if archive.returncode:
        raise InputProblem("git-no-corpus", revision=revision, cause=archive.stderr.decode(errors="replace").strip())
    with TemporaryDirectory(prefix="healthkg-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as held:
            held.extractall(folder, filter="data")
        return replace(open_corpus(Path(folder)), project=project)


def in_repository(project: Project) -> bool:
    """Say whether the project's folder lies in a git repository."""
    return _succeeds(project, "rev-parse", "--is-inside-work-tree")


def _succeeds(project: Project, *arguments: str) -> bool:
    return _git(project, *arguments).returncode == 0


def _git(project: Project, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(project.root), *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        raise InputProblem("git-missing", cause=error.strerror) from error
