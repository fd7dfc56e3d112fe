"""The verdict on the corpus as a page: what the rules found, each finding with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthkg.layout import software_version
from healthkg.validation import SEVERITIES
from healthkg.web.rendering import render
from healthkg.web.things.reader import Named, Reader

if TYPE_CHECKING:
    from healthkg.validation.findings import Finding
    from healthkg.web.site import Site
    from healthkg.web.values import Asked, Reply

_SHOWN = 300  # findings of one severity; the file of the verdict has them all


@dataclass(frozen=True)
class Found:
    """A finding as the page shows it: what it is about, and where its rule stands (empty: in no page here)."""

    finding: Finding
    focus: Named
    rule: str


def verdict(site: Site, asked: Asked) -> Reply:
    """Return the page of the verdict on the corpus that is served."""
    reader = Reader(site.store, site.addresses, asked.lang)
    found = [_found(reader, one) for one in site.report.findings]
    groups = {name: [one for one in found if one.finding.severity == name] for name in reversed(SEVERITIES)}
    return render(
        site,
        asked,
        "verdict",
        groups=groups,
        sound=site.report.sound,
        shown=_SHOWN,
        software=software_version(),
        files=len(site.files.paths),
    )


def _found(reader: Reader, finding: Finding) -> Found:
    node = reader.store.registry.expand(finding.focus)
    known = node is not None and any(reader.store.matches(node, None, None))
    focus = reader.name(node) if known and node is not None else Named(finding.focus)
    shape = reader.store.registry.expand(finding.shape or "")
    local = reader.addresses.local_of(shape.value) if shape is not None else None
    return Found(finding, focus, f"/{local}" if local else "")
