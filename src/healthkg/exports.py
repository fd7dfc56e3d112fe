"""What a package offers, imported when it is first used: a command that needs one name does not pay for the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def exports(
    package: str, homes: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` of a package, whose modules (`homes`) each offer these names.

    No module may bear a name that the package offers: whoever imports the module would put it in that name's place.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def found(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next time it is simply there
        return value

    return found, lambda: sorted(home_of), sorted(home_of)


def import_all(*packages: ModuleType) -> None:
    """Import all that packages offer: for whoever starts children that can open nothing."""
    for package in packages:
        for name in package.__all__:
            getattr(package, name)
