"""A node of a shapes graph → the property path that it stands for (SHACL 2.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyoxigraph as ox

from healthkg.validation.compiled.graph import Term
from healthkg.validation.compiled.parameters import ShapesGraph
from healthkg.validation.compiled.paths import Alternative, Optional, Path, Repeated, Sequence, Step

_OF_ONE: Mapping[str, Callable[[Path], Path]] = {
    "inversePath": lambda path: path.turned(),
    "zeroOrMorePath": lambda path: Repeated(path, 0),
    "oneOrMorePath": lambda path: Repeated(path, 1),
    "zeroOrOnePath": Optional,
}


def read_path(graph: ShapesGraph, node: Term, above: tuple[Term, ...] = ()) -> Path:
    """Return the path of `node`; what is a list is a sequence, whatever else it says (W3C tests path-strange).

    Raises ValueError when it is not well formed, or is a part of itself.
    """
    if isinstance(node, ox.NamedNode):
        return Step(node)
    if node in above:
        raise ValueError(node)
    inner = (*above, node)
    forms = [(name, value) for name in (*_OF_ONE, "alternativePath") for value in graph.all(node, name)]
    if graph.members(node) is not None:
        return Sequence(_parts(graph, node, inner))
    if len(forms) != 1:
        raise ValueError(node)
    name, value = forms[0]
    return (
        _OF_ONE[name](read_path(graph, value, inner)) if name in _OF_ONE else Alternative(_parts(graph, value, inner))
    )


def _parts(graph: ShapesGraph, node: Term, above: tuple[Term, ...]) -> tuple[Path, ...]:
    """Return the members of a sequence or an alternative path, which has two at least (2.3.1.2, 2.3.1.3)."""
    members = graph.members(node) or []
    if len(members) < 2:
        raise ValueError(node)
    return tuple(read_path(graph, member, above) for member in members)
