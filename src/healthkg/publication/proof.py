"""A proof: one question, its answer and what it rests on, as a zip that a third party can check without us."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping

from healthkg.answers import Answer, Evidence, evidence_of, label, render, with_evidence
from healthkg.answers.results import origin
from healthkg.passages import Passage, Text
from healthkg.publication.markdown import page
from healthkg.store import Store

_NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # same question, same data, same bytes
_COLUMNS = ("passage", "document", "title", "firstLine", "lastLine", "start", "end", "textDigest", "state")


def proof(store: Store, answer: Answer, lang: str, texts: Mapping[str, Text] | None = None) -> bytes:
    """Return the zip: the query as it was asked, its parameters, the rows (CSV and JSON) with their evidence, the
    passages (places and digests, no words), and a README in both languages with the version of the data and the digest
    of each file."""
    found = evidence_of(store, answer, texts)
    proven = with_evidence(store, answer, lang, texts)
    files = {
        "query.rq": answer.query.text.encode(),
        "parameters.json": _json(origin(answer)["parameters"]),
        "rows.csv": render(proven, "csv", lang),
        "rows.json": render(proven, "json", lang),
        "passages.csv": _passages(store, found, lang),
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["README.md"] = page("proof.md.j2", answer=answer, digests=digests, untraced=_untraced(found)).encode()
    return _zipped(files)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _untraced(found: Iterable[Evidence]) -> int:
    return sum(not one.passages for one in found)


def _passages(store: Store, found: Iterable[Evidence], lang: str) -> bytes:
    """Return each passage once, in the order of the rows."""
    cited = dict.fromkeys(one for evidence in found for one in evidence.passages)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(store, passage, state, lang) for passage, state in cited)
    return out.getvalue().encode()


def _row(store: Store, passage: Passage, state: str, lang: str) -> tuple[object, ...]:
    document = store.registry[passage.document]
    places = (passage.first_line, passage.last_line, passage.start, passage.end)
    iri = store.registry[passage.iri].value
    return (iri, document.value, label(store, document, lang), *places, passage.digest, state)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _NO_CLOCK)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix, wherever it is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
