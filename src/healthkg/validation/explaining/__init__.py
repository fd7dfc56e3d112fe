"""A result of SHACL in words: what stands there, what the rule allows, and the other statements that it clashes with.

names       what a person calls a term: its label with its short IRI, a literal as it is written
allowing    what a constraint allows, component by component (SHACL 4)
standing    what stands there instead, and what else has a part in it
"""

from healthkg.validation.explaining.allowing import allowed
from healthkg.validation.explaining.names import Names
from healthkg.validation.explaining.standing import found, others

__all__ = ["Names", "allowed", "found", "others"]
