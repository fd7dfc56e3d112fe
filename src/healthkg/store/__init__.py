"""Judged graphs → something that answers SPARQL: Oxigraph in process, in memory or on disk, or an endpoint that a user
names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthkg.store.embedded import Results as Results
    from healthkg.store.embedded import Store as Store
    from healthkg.store.embedded import Term as Term
    from healthkg.store.embedded import open_store as open_store
    from healthkg.store.endpoint import Endpoint as Endpoint
    from healthkg.store.endpoint import open_endpoint as open_endpoint
    from healthkg.store.inventory import as_loaded as as_loaded
    from healthkg.store.loading import Loaded as Loaded
    from healthkg.store.loading import load as load
    from healthkg.store.marking import Turn as Turn
    from healthkg.store.merging import Scope as Scope
    from healthkg.store.remote import Remote as Remote
    from healthkg.store.remote import open_remote as open_remote
    from healthkg.store.sending import HalfSent as HalfSent
    from healthkg.store.sending import Sent as Sent
    from healthkg.store.sending import send as send
    from healthkg.store.stored import Stored as Stored
    from healthkg.store.stored import open_stored as open_stored
else:
    from healthkg.exports import exports

    __getattr__, __dir__, __all__ = exports(
        __name__,
        {
            "embedded": ["Results", "Store", "Term", "open_store"],
            "endpoint": ["Endpoint", "open_endpoint"],
            "inventory": ["as_loaded"],
            "loading": ["Loaded", "load"],
            "marking": ["Turn"],
            "merging": ["Scope"],
            "remote": ["Remote", "open_remote"],
            "sending": ["HalfSent", "Sent", "send"],
            "stored": ["Stored", "open_stored"],
        },
    )
