"""A query in its own limits: work done in a forked child, with bounded time, memory and result, and no network."""

from healthkg.isolation.attending import attended
from healthkg.isolation.children import (
    Child,
    bury,
    can_isolate,
    isolated,
    outcome,
    started,
    stop,
    too_large,
    too_late,
)
from healthkg.isolation.confinement import Limits

__all__ = [
    "Child", "Limits", "attended", "bury", "can_isolate", "isolated", "outcome", "started", "stop", "too_large",
    "too_late",
]  # fmt: skip
