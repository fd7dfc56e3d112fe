"""healthkg: a knowledge graph of French health reforms, actors and measures.

import healthkg
corpus = healthkg.open_corpus()
store = healthkg.open_store(corpus)
healthkg.query(store, "chantiers_of_plan")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from healthkg.answers import query
    from healthkg.corpus import open_corpus
    from healthkg.projection import network
    from healthkg.question import ask
    from healthkg.store import open_store
    from healthkg.validation import validate

__all__ = ["ask", "network", "open_corpus", "open_store", "query", "validate"]

_HOMES = {
    "ask": "healthkg.question",
    "network": "healthkg.projection",
    "open_corpus": "healthkg.corpus",
    "open_store": "healthkg.store",
    "query": "healthkg.answers",
    "validate": "healthkg.validation",
}


def __getattr__(name: str) -> Any:
    """Import an exported name when it is first used: `import healthkg` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'healthkg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
