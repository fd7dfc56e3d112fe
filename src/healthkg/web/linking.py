"""IRI of ours ↔ path of this server: what stands after the base is the same on both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from healthkg.prefixes import Registry
from healthkg.web.values import Asked

# In this order: a document that was read has its page among the documents.
_CONCEPT = "/concept/"
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


class Named(Protocol):
    """What is shown of a term: its words, the path of its page here or the address of what lies elsewhere, the language
    of words that are not in the reader's."""

    @property
    def text(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def outward(self) -> str: ...
    @property
    def lang(self) -> str: ...


@dataclass(frozen=True)
class Links:
    """The links of one page. They are made here and not by a macro: a page of a thing has a thousand, and a macro is
    twenty times as slow."""

    asked: Asked

    @cached_property
    def _own(self) -> str:
        return here(self.asked, "")

    def here(self, path: str, **changes: str | None) -> str:
        """Return `path` as `linking.here` does."""
        if changes or not self._own or "#" in path:
            return here(self.asked, path, **changes) if changes or self._own else path
        return path + self._own

    def lead(self, one: Named) -> Markup:
        """Return a name that leads on: to its page, or out of here; that of the page itself leads nowhere."""
        language = f' lang="{escape(one.lang)}"' if one.lang else ""
        if one.path and one.path == self.asked.path:
            return _markup(f'<span class="self"{language}>{escape(one.text)}</span>')
        if one.path:
            kind = ' class="concept"' if one.path.startswith(_CONCEPT) else ""
            return _markup(f'<a{kind} href="{escape(self.here(one.path))}"{language}>{escape(one.text)}</a>')
        if one.outward:
            return _markup(f'<a href="{escape(one.outward)}" rel="external noopener"{language}>{escape(one.text)}</a>')
        return _markup(f"<span{language}>{escape(one.text)}</span>") if one.lang else escape(one.text.strip())

    def told(self, parts: Iterable[Named], concepts: bool = True) -> Markup:
        """Return a sentence, its things leading on; its words of the vocabularies too, with `concepts`."""
        return _markup("".join(self.lead(one) if _leads(one, concepts) else escape(one.text) for one in parts))


def _markup(text: str) -> Markup:
    """Return text that is HTML: each piece of it was escaped."""
    return Markup(text)  # noqa: S704 - see above


def _leads(one: Named, concepts: bool) -> bool:
    if one.path:
        return bool(one.outward) or concepts or not one.path.startswith(_CONCEPT)
    return bool(one.outward or one.lang)


def here(asked: Asked, path: str, **changes: str | None) -> str:
    """Return `path` with the language that the reader chose by hand, if any, and these parameters."""
    said = {"lang": asked.one("lang") or None, **changes}
    kept = urlencode([(key, value) for key, value in said.items() if value])
    path, hash_, fragment = path.partition("#")
    return path + (f"?{kept}" if kept else "") + hash_ + fragment
