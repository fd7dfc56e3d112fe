"""What new facts are called: by what they say, whatever the order of their rows, and no two alike."""

from __future__ import annotations

import hashlib
import string
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import pyoxigraph as ox

from healthkg.answers.names import label
from healthkg.contribution.intake.layout import bare_kinds
from healthkg.contribution.intake.stating import Stated, Term
from healthkg.contribution.intake.things import slug
from healthkg.dates.slugs import PREFIX
from healthkg.store import Store


def name_all(store: Store, facts: Sequence[Stated], taken: Collection[str]) -> list[str]:
    """Return the short IRI of each fact: the first of its names that nothing has (`taken`) and no other fact wants."""
    return choose([_names(store, fact) for fact in facts], taken)


def choose(wanted: Sequence[Iterator[str]], taken: Collection[str]) -> list[str]:
    """Return one of each row of names, that nothing has (`taken`) and no other row gives.

    Where several want one name, all take a longer one: none is first.
    """
    chosen = [next(names) for names in wanted]
    ended = set[int]()
    while True:
        counts = Counter(chosen)
        longer = [i for i, name in enumerate(chosen) if (name in taken or counts[name] > 1) and i not in ended]
        if not longer:
            return chosen
        for i in longer:
            name = next(wanted[i], None)
            if name is None:
                ended.add(i)
            else:
                chosen[i] = name


def base_name(store: Store, fact: Stated) -> str:
    """Return the name that a fact has when nothing else wants it."""
    return next(_names(store, fact))


def _names(store: Store, fact: Stated) -> Iterator[str]:
    """Yield the names of a fact, each longer than the one before; the last is the fact's own by a digest of it."""
    said = hashlib.sha256("\n".join(sorted(f"{p} {o}" for p, o in fact.pairs)).encode()).hexdigest()[:8]
    sheet = fact.row.sheet
    made = (_filled(store, fact, form) for form in sheet.names)
    name = next((one for one in made if one), None) or f"{sheet.names[0].partition('-')[0]}-{said}"
    yield f"id:{name}"
    for key in sheet.apart:
        if (more := _part(store, fact, key)) and not name.endswith(more):
            name += f"--{more}"
            yield f"id:{name}"
    yield f"id:{name}--{said}"


def _filled(store: Store, fact: Stated, form: str) -> str | None:
    """Return a form of name filled with the parts that it names; None when the fact lacks one."""
    parts = {key: _part(store, fact, key) for _, key, _, _ in string.Formatter().parse(form) if key}
    return form.format(**parts) if all(parts.values()) else None


def _part(store: Store, fact: Stated, key: str) -> str:
    """Return what a column gives to a name, of several values the first in order; "" when it is empty."""
    return min((_slug(store, value) for value in fact.values(store, key)), default="")


def _slug(store: Store, value: Term) -> str:
    """Return what a value is called in a name: a thing without its kind, a word without its list, a class by its label,
    a number in digits."""
    if isinstance(value, ox.Literal):
        return slug(value.value)
    prefix, _, local = store.registry.shorten(value.value).partition(":")
    kind, _, rest = local.partition("-")
    if prefix == "ref":
        schemes = store.matches(value, store.registry["skos:inScheme"], None)
        begins = (store.registry.shorten(quad.object.value).partition(":")[2] + "-" for quad in schemes)
        return next((local.removeprefix(begin) for begin in begins if local.startswith(begin)), local)
    if prefix != "id":
        return slug(label(store, value))
    return rest if rest and kind in bare_kinds() | {PREFIX.rstrip("-")} else local
