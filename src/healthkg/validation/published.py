"""A published IRI never disappears: what the last release described, this corpus describes too.

`data/published.txt` holds the short IRIs of the last release, one a line; it is written when a release is made. A thing
that is withdrawn stays, with `owl:deprecated true` and what takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthkg import messages
from healthkg.corpus import Corpus
from healthkg.validation.findings import SHAPES_PAGE, Finding

FILE = "published.txt"


def findings(corpus: Corpus) -> Iterator[Finding]:
    """Yield one violation for each published IRI that no file of `corpus` describes; nothing before a first release."""
    path = corpus.project.root / "data" / FILE
    published = path.read_text("utf-8").split() if path.is_file() else []
    subjects = {quad.subject for quad in corpus.statements} if published else ()
    described = {corpus.registry.shorten(subject.value) for subject in subjects}
    for line, name in enumerate(published, 1):
        if name not in described:
            said = {lang: messages.text("iri-vanished", lang, name=name) for lang in messages.LANGUAGES}
            page = f"{SHAPES_PAGE}#iri-vanished"
            yield Finding("violation", "iri-vanished", name, said, file=f"data/{FILE}", line=line, page=page)
