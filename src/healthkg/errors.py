"""What can go wrong, each with its code, its place and its exit code (0 is left to success)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthkg import messages

if TYPE_CHECKING:
    from pathlib import Path


class HealthkgError(Exception):
    """A fault that a user can understand: a code of the message catalogue, where it is, and its data.

    `str(error)` is the English sentence; `error.sentence("fr")` the French one. Lines and columns count from 1.
    """

    exit_code = 70

    def __init__(
        self,
        code: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        excerpt: str | None = None,
        **data: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.path = path
        self.line = line
        self.column = column
        self.excerpt = excerpt
        self.data = data

    def sentence(self, lang: str) -> str:
        """Return what is wrong and how to mend it, in `lang` (fr or en)."""
        return messages.text(self.code, lang, **self.data)

    def place(self) -> str:
        """Return `file:line:column`, as far as it is known; empty when the fault has no place."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place(), self.sentence("en")) if part)


class InputProblem(HealthkgError):
    """Wrong usage, a file that cannot be read or written, a syntax error."""

    exit_code = 2


class Refused(HealthkgError):
    """Readable data that the rules refuse."""

    exit_code = 1


class StoreProblem(HealthkgError):
    """The store does not answer."""

    exit_code = 3


class RemoteProblem(HealthkgError):
    """A remote endpoint does not answer as it should."""

    exit_code = 4


class LimitReached(HealthkgError):
    """A limit of time, size or rows was reached."""

    exit_code = 5
