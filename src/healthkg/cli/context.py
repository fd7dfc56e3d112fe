"""What every command shares: the language, the project, and where output goes."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from healthkg import messages
from healthkg.errors import InputProblem

if TYPE_CHECKING:
    from pathlib import Path

    from healthkg.corpus import Corpus, Lens
    from healthkg.layout import Project
    from healthkg.prefixes import Registry
    from healthkg.store import Store


@dataclass(frozen=True)
class Context:
    """The language of messages, the folder of the project (None: the one that is installed), the folder of a store on
    disk (None: none is asked), and what is to be said once the answer is there."""

    lang: str
    project: str | None
    notices: list[str] = field(default_factory=list)
    stored: str | None = None

    def text(self, code: str, **data: object) -> str:
        return messages.text(code, self.lang, **data)

    def corpus(self) -> Corpus:
        from healthkg.corpus import open_corpus

        return open_corpus(self._root())

    def files(self) -> Project:
        """Return where the project's files are."""
        from healthkg.layout import find_project

        return find_project(self._root())

    def registry(self) -> Registry:
        from healthkg.prefixes import read_prefixes

        return read_prefixes(self.files().prefixes)

    def store(self) -> Store:
        from healthkg.corpus import Lens
        from healthkg.store import open_store

        return self._on_disk(Lens()) if self.stored else open_store(self.corpus())

    def _on_disk(self, lens: Lens) -> Store:
        """Return the store on disk, and note which files have changed since it was made."""
        from pathlib import Path

        from healthkg.store import open_stored

        if any(vars(lens).values()):
            raise InputProblem("store-no-lens")
        store = open_stored(Path(self.stored or ""), self.files())
        if files := store.outdated():
            self.notices.append(self.text("store-outdated", count=len(files), folder=self.stored))
        return store

    def stores(self, lens: Lens) -> tuple[Store, ...]:
        """Return the store to ask through `lens`; two, the certain and the possible, when it asks for a validity."""
        from healthkg.store import open_store

        if self.stored:
            return (self._on_disk(lens),)
        corpus = self.corpus()
        self._mind_verdict(corpus)
        corpora = lens.corpora(corpus)
        for slug in corpora[0].possibly_known:
            self.notices.append(self.text("possibly-known", slug=slug))
        return tuple(open_store(corpus) for corpus in corpora)

    def _root(self) -> Path | None:
        from pathlib import Path  # here, since `--help` has no use for it, and it is slow to import

        return Path(self.project) if self.project else None

    def _mind_verdict(self, corpus: Corpus) -> None:
        """Note when the corpus has not been judged, or was found unsound; a sound one needs no word."""
        from healthkg.validation.verdict import kept

        report = kept(corpus)
        if report is None:
            self.notices.append(self.text("not-judged"))
        elif not report.sound:
            self.notices.append(self.text("judged-unsound", **report.counts()))


def say(sentence: str) -> None:
    """Print a message for the user, apart from the data."""
    click.echo(sentence, err=True)


def deliver(content: bytes, out: str | None) -> None:
    """Write data to the file `out`, whole or not at all; to standard output when it is None or `-`."""
    if out is None or out == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    from pathlib import Path

    from healthkg.turtle import write_atomically

    write_atomically(Path(out), content)
