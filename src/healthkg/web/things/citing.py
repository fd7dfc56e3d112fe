"""How a page is cited: a sentence and a BibTeX entry, with a permanent name and the version of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.answers.citation import latex
from healthkg.layout import software_authors
from healthkg.messages import fill
from healthkg.web.words import words

if TYPE_CHECKING:
    from healthkg.store import Store

_BIBTEX = "@misc{{{key},\n{lines}}}\n"


@dataclass(frozen=True)
class Cited:
    """A page as one cites it: its permanent name, a sentence, a BibTeX entry."""

    iri: str
    sentence: str
    bibtex: str


def cited(store: Store, iri: str, title: str, lang: str) -> Cited:
    """Return the citation of the page titled `title` about `iri`, in `lang`."""
    author, data, said = software_authors(), store.version, words("cite", lang)
    fields = {
        "author": f"{{{latex(author)}}}",
        "title": f"{{{latex(title)}}}",
        "howpublished": latex(said["from"]),
        "version": latex(data),
        "url": iri,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    key = f"healthkg-{iri.rpartition('/')[2]}"
    sentence = fill(said["sentence"], {"author": author, "title": title, "data": data, "url": iri})
    return Cited(iri, sentence, _BIBTEX.format(key=key, lines=lines))
