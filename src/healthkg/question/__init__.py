"""A question in French or English → a query of the library with its values, and its answer. No language model."""

from healthkg.question.asking import Reply, ask
from healthkg.question.refusals import NotUnderstood, Offer
from healthkg.question.understanding import Kept, Library, Understood, read_library, understand

__all__ = ["Kept", "Library", "NotUnderstood", "Offer", "Reply", "Understood", "ask", "read_library", "understand"]
