"""IRI of ours ↔ path of this server: what stands after the base is the same on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from healthkg.prefixes import Registry
from healthkg.web.values import Asked

# In this order: a document that was read has its page among the documents.
_PAGES = {"id/source-": "documents/", "id/": "page/", "ref/": "concept/"}


@dataclass(frozen=True)
class Addresses:
    """The base that the IRIs of this project share, such as `https://w3id.org/healthkg/`."""

    base: str

    def path_of(self, iri: str) -> str | None:
        """Return the path of the page about an IRI of ours; None for one of others."""
        local = self.local_of(iri)
        if local is None:
            return None
        folder = next((name for name in _PAGES if local.startswith(name)), "")
        path, hash_, fragment = (_PAGES.get(folder, "") + local[len(folder) :]).partition("#")
        return f"/{quote(path)}{hash_}{quote(fragment)}"

    def local_of(self, iri: str) -> str | None:
        """Return what follows the base in an IRI of ours (`id/plan-x`); None for one of others."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def iri_of(self, local: str) -> str:
        """Return the IRI that stands for `local` here."""
        return self.base + local


def addresses(registry: Registry) -> Addresses:
    """Return the addresses of the project whose things stand under the prefix `id`."""
    return Addresses(registry.namespaces["id"].removesuffix("id/"))


def here(asked: Asked, path: str, **changes: str | None) -> str:
    """Return `path` with the language that the reader chose by hand, if any, and these parameters."""
    said = {"lang": asked.one("lang") or None, **changes}
    kept = urlencode([(key, value) for key, value in said.items() if value])
    path, hash_, fragment = path.partition("#")
    return path + (f"?{kept}" if kept else "") + hash_ + fragment
