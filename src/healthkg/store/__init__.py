"""Judged graphs → something that answers SPARQL: Oxigraph in process, in memory or on disk, or an endpoint that a user
names."""

from healthkg.store.embedded import Results, Store, Term, open_store
from healthkg.store.endpoint import Endpoint, open_endpoint
from healthkg.store.inventory import as_loaded
from healthkg.store.loading import Loaded, load
from healthkg.store.merging import Scope
from healthkg.store.remote import Remote, open_remote
from healthkg.store.sending import HalfSent, Sent, send
from healthkg.store.stored import Stored, open_stored

__all__ = [
    "Endpoint",
    "HalfSent",
    "Loaded",
    "Remote",
    "Results",
    "Scope",
    "Sent",
    "Store",
    "Stored",
    "Term",
    "as_loaded",
    "load",
    "open_endpoint",
    "open_remote",
    "open_store",
    "open_stored",
    "send",
]
