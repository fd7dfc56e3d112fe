"""The verdict: what a judgement found, kept beside the corpus for as long as nothing that it rests on has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from healthkg.corpus import Corpus, Listing
from healthkg.errors import InputProblem
from healthkg.layout import software_version
from healthkg.turtle import write_atomically
from healthkg.validation import published
from healthkg.validation.findings import Report, restored
from healthkg.validation.judge import validate


def judged(corpus: Corpus) -> Report:
    """Return the kept verdict on `corpus`; judge it, and keep what was found, when there is none."""
    return kept(corpus) or judged_anew(corpus)


def judged_anew(corpus: Corpus) -> Report:
    """Judge `corpus` and keep the verdict, where its folder can be written (an installed package's often cannot)."""
    report = validate(corpus)
    said = {"rests-on": basis(corpus), **asdict(report)}
    try:
        write_atomically(_path(corpus), (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())
    except InputProblem as refusal:
        if refusal.code != "output-unwritable":
            raise
    return report


def kept(corpus: Listing) -> Report | None:
    """Return the verdict that was kept on this very corpus, by these very rules and this software; else None."""
    try:
        said = json.loads(_path(corpus).read_text("utf-8"))
    except (OSError, ValueError):
        return None  # none was kept, or it was cut short: it can be made again
    if said.get("rests-on") != basis(corpus):
        return None
    return Report(tuple(restored(finding) for finding in said["findings"]), tuple(said.get("by_pyshacl", ())))


def basis(corpus: Listing) -> str:
    """Return the SHA-256 of all that a verdict rests on: data, ontology, shapes, checks, version of the software."""
    project = corpus.project
    rules = [*sorted(project.shapes.rglob("*.ttl")), *sorted((project.queries / "checks").glob("*.*"))]
    rules += sorted((project.root / "data").glob(published.FILE))
    digest = hashlib.sha256(f"{software_version()}\n{corpus.digest}\n".encode())
    for path in rules:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _path(corpus: Listing) -> Path:
    return corpus.project.root / "data" / "verdict.json"
