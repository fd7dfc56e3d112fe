"""A network as one HTML file that opens from a disk: everything inlined, nothing requested, scripts known by hash."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from healthkg.messages import fill
from healthkg.projection import drawing, kinds, wording
from healthkg.projection.placement import place

if TYPE_CHECKING:
    import jinja2

    from healthkg.projection.networks import Edge, Evidence, Network

_VIS = "templates/lib/vis-9.1.2/"
_NOTHING = "'none'"


def html(network: Network, lang: str = "fr") -> str:
    """Return the page of `network`, shown first in `lang` (fr or en).

    The same network gives the same text. Write it as UTF-8.
    """
    said = wording.words(lang)
    parts = _parts(network, lang)
    styles = [asset("page.css"), asset("network.css"), _palette(parts["height"])]
    scripts: list[Markup] = []
    if network.nodes:
        styles.insert(0, _vis("vis-network.css"))
        scripts = [_vis("vis-network.min.js"), asset("network.js")]
    parts |= {"styles": styles, "scripts": scripts, "policy": policy(styles, scripts)}
    template = templates().get_template("network.html.j2")
    return template.render(
        network=network, lang=lang, said=said, version=fill(said["version"], {"version": network.version}), **parts
    )


def _palette(height: int) -> Markup:
    """Return the style sheet that only Python knows: the hues of the table of kinds, the height of the picture."""
    template = templates().get_template("palette.css.j2")
    return Markup(template.render(hues=kinds.table()["hues"], height=height))  # noqa: S704  our own table


def _parts(network: Network, lang: str) -> dict[str, Any]:
    said = wording.words(lang)
    placement = place(network)
    nodes, edges = drawing.assemble(network, placement, lang) if network.nodes else ([], [])
    data = {
        "nodes": nodes,
        "edges": edges,
        "heads": drawing.heads(network, placement, lang),
        "size": [placement.width, placement.height],
        "said": said,
    }
    return {
        "data": _json(data),
        "height": placement.height,
        "legend": drawing.legend(network, lang),
        "lines": drawing.line_legend(network, lang),
        "rows": _rows(network, lang),
        "alone": _alone(network),
        "hidden": _hidden(network, lang),
        "caption": wording.caption(network, lang),
    }


def _rows(network: Network, lang: str) -> list[dict[str, Any]]:
    nodes = {node.key: node for node in network.nodes}
    return [
        {
            "id": drawing.edge_identifier(edge),
            "source": nodes[edge.source],
            "source_id": drawing.identifier(edge.source),
            "edge": edge,
            "target": nodes[edge.target],
            "target_id": drawing.identifier(edge.target),
            "proof": wording.words(lang)["proofs"].get(edge.proof, edge.proof),
            "passages": _passages(edge, lang),
        }
        for edge in network.edges
    ]


def _alone(network: Network) -> list[tuple[str, Any]]:
    linked = {key for edge in network.edges for key in (edge.source, edge.target)}
    return [(drawing.identifier(node.key), node) for node in network.nodes if node.key not in linked]


def _passages(edge: Edge, lang: str) -> list[tuple[str, str]]:
    """Return (document, its lines in words) of what a link rests on."""
    found: dict[str, list[str]] = {}
    for passage in edge.evidence:
        found.setdefault(passage.document, []).append(_where(passage))
    return [(document, _lines([one for one in places if one], lang)) for document, places in found.items()]


def _where(passage: Evidence) -> str:
    if passage.last > passage.first:
        return f"{passage.first}–{passage.last}"
    return str(passage.first or "")


def _lines(places: list[str], lang: str) -> str:
    places = list(dict.fromkeys(places))
    many = len(places) > 1 or any("–" in place for place in places)
    said = wording.words(lang)["line"][many]
    return fill(said, {"lines": wording.listed(places, lang)}) if places else ""


def _hidden(network: Network, lang: str) -> str:
    said = wording.words(lang)
    if not network.hidden:
        return str(said["none_hidden"])
    return wording.counted(said["hidden"], network.hidden, lang, limit=network.limit)


def _json(data: object) -> Markup:
    """Return `data` as JSON that no HTML parser can leave."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        said = said.replace(char, f"\\u{ord(char):04x}")
    return Markup(said)  # noqa: S704  escaped above


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return a Content-Security-Policy that lets run what is in the page, and nothing come from elsewhere."""
    said = [("default-src", [_NOTHING]), ("img-src", ["data:"]), ("base-uri", [_NOTHING]), ("form-action", [_NOTHING])]
    said += [("style-src", [_hash(style) for style in styles]), ("script-src", [_hash(script) for script in scripts])]
    return "; ".join(f"{name} {' '.join(values) or _NOTHING}" for name, values in said)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def asset(name: str) -> Markup:
    """Return one of our style sheets or scripts, to stand in a page as it is."""
    return Markup(files("healthkg").joinpath("templates", name).read_text("utf-8"))  # noqa: S704  our own file


@cache
def _vis(name: str) -> Markup:
    """Return a file of the vis-network that the installed pyvis carries, without the address of its source map."""
    text = files("pyvis").joinpath(_VIS + name).read_text("utf-8")
    return Markup(re.sub(r"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$", "\n", text))  # noqa: S704  as installed


@cache
def templates() -> jinja2.Environment:
    """Return the templates of pages: all that is data is escaped, and a name without a value is a fault."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("healthkg", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
