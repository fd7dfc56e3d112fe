"""Judged graphs → something that answers SPARQL: Oxigraph in process, in memory or on disk, or an endpoint that a user
names."""

from healthkg.store.embedded import Results, Store, Term, open_store
from healthkg.store.loading import Loaded, load
from healthkg.store.merging import Scope
from healthkg.store.remote import Remote, open_remote
from healthkg.store.stored import Stored, open_stored

__all__ = [
    "Loaded",
    "Remote",
    "Results",
    "Scope",
    "Store",
    "Stored",
    "Term",
    "load",
    "open_remote",
    "open_store",
    "open_stored",
]
