"""Judged graphs → something that answers SPARQL: Oxigraph in process, or an endpoint that a user names."""

from healthkg.store.embedded import Results, Store, Term, open_store
from healthkg.store.remote import Remote, open_remote

__all__ = ["Remote", "Results", "Store", "Term", "open_remote", "open_store"]
