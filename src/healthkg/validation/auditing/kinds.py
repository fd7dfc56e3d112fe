"""The kinds of defects that are seeded, and which of them no rule can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from healthkg.validation.auditing import in_nodes, in_values
from healthkg.validation.auditing.defects import Defect
from healthkg.validation.auditing.ground import Ground
from healthkg.validation.auditing.mentions import Bound

_Seeding = Callable[[Ground, set[Bound]], Iterable[Defect]]
_PARTICIPANT = "cv:hasParticipant"


def _required(ground: Ground, bounds: set[Bound], *, participant: bool) -> Iterator[Defect]:
    predicate = ground.corpus.registry[_PARTICIPANT]
    wanted = {bound for bound in bounds if (bound.property == predicate) is participant}
    return in_values.missing(ground, wanted)


KINDS: Mapping[str, _Seeding] = {
    "missing": lambda ground, bounds: _required(ground, bounds, participant=False),
    "participant": lambda ground, bounds: _required(ground, bounds, participant=True),
    "cardinality": in_values.one_more,
    "class": lambda ground, _: in_values.wrong_class(ground),
    "list": lambda ground, _: in_values.another_list(ground),
    "datatype": lambda ground, _: in_values.wrong_datatype(ground),
    "language": lambda ground, _: in_values.without_language(ground),
    "misspelt": lambda ground, _: in_values.misspelt(ground),
    "dangling": lambda ground, _: in_values.dangling(ground),
    "dates": lambda ground, _: in_values.moved_dates(ground),
    "range": lambda ground, _: in_values.out_of_range(ground),
    "offsets": lambda ground, _: chain(
        in_values.swapped(ground, "hkg:start", "hkg:end"), in_values.swapped(ground, "hkg:firstLine", "hkg:lastLine")
    ),
    "label": lambda ground, _: in_nodes.same_label(ground),
    "graph": lambda ground, _: in_nodes.wrong_graph(ground),
    "iri": lambda ground, _: in_nodes.broken_name(ground),
    "untyped": lambda ground, _: in_nodes.without_type(ground),
    "disjoint": lambda ground, _: in_nodes.other_type(ground),
    "amount": lambda ground, _: in_values.thousandfold(ground),
    "words": lambda ground, _: in_values.other_words(ground),
}
# By itself, such a value is as good as the true one: only a total beside it, or who reads the document, can tell.
UNSEEN = frozenset({"amount", "words"})
