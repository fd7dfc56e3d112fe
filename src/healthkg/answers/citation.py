"""A saved result as one cites it: BibTeX, CSL-JSON, a sentence.  Sources: BibTeX 0.99, CSL-JSON 1.0.2."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from healthkg import dates, messages
from healthkg.answers.saved import Saved
from healthkg.layout import software_authors
from healthkg.prefixes import Registry
from healthkg.store import Term

# What LaTeX reads as a mark.
_SPELT = {char: f"\\{char}" for char in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
SHORT = 12  # digits of a digest that a sentence shows


@dataclass(frozen=True)
class Citation:
    """What a citation says: which question, asked how, of which data, in which language, on which day."""

    key: str
    title: str
    author: str
    data: str
    query: str
    digest: str
    parameters: str
    rows: int
    url: str
    day: date
    lang: str


def cite(saved: Saved, registry: Registry, day: date, lang: str) -> Citation:
    """Return the citation of a saved result, looked up on `day`, in `lang`."""
    answer = saved.answer
    return Citation(
        key=f"healthkg-{answer.query.name.replace('_', '-')}-{answer.query.digest[:8]}",
        title=answer.query.summary.get(lang) or answer.query.name,
        author=software_authors(),
        data=answer.version,
        query=answer.query.name,
        digest=answer.query.digest,
        parameters=", ".join(f"{name}={_short(term, registry)}" for name, term in answer.values.items()),
        rows=len(answer.rows),
        url=registry.namespaces["id"].removesuffix("id/"),
        day=day,
        lang=lang,
    )


def _short(term: Term, registry: Registry) -> str:
    return registry.shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def sentence(cited: Citation) -> str:
    """Return the citation as a sentence of its language."""
    return messages.text("citation", cited.lang, note=_note(cited, cited.digest[:SHORT]), **_words(cited)) + "\n"


def bibtex(cited: Citation) -> str:
    """Return the citation as a BibTeX entry; what LaTeX would read as a mark is escaped."""
    fields = {
        "author": f"{{{latex(cited.author)}}}",
        "title": f"{{{latex(cited.title)}}}",
        "howpublished": latex(messages.text("citation-from", cited.lang, **_words(cited))),
        "version": latex(cited.data),
        "note": latex(_note(cited, cited.digest)),
        "url": cited.url,
        "urldate": cited.day.isoformat(),
        "language": {"fr": "french", "en": "english"}[cited.lang],
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}}}\n"


def csl(cited: Citation) -> str:
    """Return the citation as CSL-JSON: a list of one item, of type `dataset`."""
    item = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "version": cited.data,
        "note": _note(cited, cited.digest),
        "URL": cited.url,
        "accessed": {"date-parts": [[cited.day.year, cited.day.month, cited.day.day]]},
        "language": cited.lang,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


STYLES: Mapping[str, Callable[[Citation], str]] = {"sentence": sentence, "bibtex": bibtex, "csl": csl}


def _note(cited: Citation, digest: str) -> str:
    """Return how to ask again: the query, its digest, its parameters, how many rows it brought."""
    given = messages.text("citation-parameters", cited.lang, parameters=cited.parameters) if cited.parameters else ""
    return messages.text("citation-note", cited.lang, query=cited.query, digest=digest, given=given, rows=cited.rows)


def _words(cited: Citation) -> dict[str, str]:
    span = dates.from_slug(f"temps-{cited.day}")
    day = {"fr": span.label_fr, "en": span.label_en}[cited.lang]
    return {"title": cited.title, "author": cited.author, "data": cited.data, "day": day, "url": cited.url}


def latex(text: str) -> str:
    """Return `text` with what LaTeX would read as a mark escaped."""
    return "".join(_SPELT.get(char, char) for char in text)
