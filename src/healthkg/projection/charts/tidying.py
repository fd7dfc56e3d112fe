"""matplotlib's SVG made fit to stand alone or in a page: no style attributes (a page's policy forbids them), no names
but those of patterns, no address; tips as titles, and a title and description for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d+")
_FONT = re.compile(r"(?:(bold|\d+) )?([\d.]+px) (.+)")
_SPACES = re.compile(r"\s+")
_USUAL = {("stroke-dashoffset", "0"), ("stroke-linejoin", "miter"), ("text-anchor", "start"), ("font-weight", "")}
_TIP, _BREAK = "tip ", "\N{SYMBOL FOR NEWLINE}"  # a line break would not outlive an attribute
_FAMILIES = "'DejaVu Sans', Verdana, sans-serif"


def marked(tip: str) -> str:
    """Return a tip as the name of a group, by which `tidy` knows it again."""
    return _TIP + tip.replace("\n", _BREAK)


def tidy(
    content: bytes, title: str, description: str, *, prefix: str = "", names: Mapping[str, str] | None = None
) -> bytes:
    """Return matplotlib's SVG tidied, with a title and a description.

    For a picture that lies in a page, `names` replaces its colours (`#010001` by `var(--text)`), `prefix` begins the
    names of its patterns, and `description` is the name of the page's element that says what it shows.
    """
    root = ET.fromstring(content)  # noqa: S314  what matplotlib has just written
    _, _, width, height = root.get("viewBox", "0 0 0 0").split()
    picture = ET.Element("svg", {"viewBox": f"0 0 {_short(width)} {_short(height)}"})
    picture.attrib |= {"width": _short(width), "height": _short(height), "stroke-linejoin": "round"}
    picture.attrib["role"] = "img"
    if names is not None:
        picture.attrib |= {"aria-label": title, "aria-describedby": description}
    else:
        picture.attrib |= {"xmlns": _SVG.strip("{}"), "aria-labelledby": "title description"}
        ET.SubElement(picture, "title", id="title").text = title
        ET.SubElement(picture, "desc", id="description").text = description
    picture.extend(one for child in root for one in _kept(child, prefix, names or {}))
    return ET.tostring(picture, encoding="unicode").encode() + b"\n"


def _short(number: str) -> str:
    return f"{float(number):.4g}" if float(number) < 1000 else f"{float(number):.0f}"


def _kept(element: ET.Element, prefix: str, names: Mapping[str, str]) -> Iterator[ET.Element]:
    """Yield what is kept of an element: texts, shapes, patterns, and of groups those that bear a tip."""
    tag = element.tag.removeprefix(_SVG)
    children = [one for child in element for one in _kept(child, prefix, names)]
    if tag in ("metadata", "style") or (tag == "defs" and not children):
        return
    identifier = element.get("id", "")
    if tag == "g":
        if identifier.startswith(_TIP):
            yield _with_tip(children, identifier.removeprefix(_TIP).replace(_BREAK, "\n"))
        else:
            yield from children
        return
    attributes = _attributes(element, prefix, names)
    if tag == "path" and attributes.get("fill") == "none" and "stroke" not in attributes:
        return
    made = ET.Element(tag, attributes)
    made.text = element.text if tag == "text" else None
    made.extend(children)
    yield made


def _with_tip(children: list[ET.Element], tip: str) -> ET.Element:
    group = ET.Element("g")
    ET.SubElement(group, "title").text = tip
    group.extend(children)
    return group


def _attributes(element: ET.Element, prefix: str, names: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in element.attrib.items() if name in ("d", "x", "y", "width", "height")}
    kept |= {name: _turn(value) for name, value in element.attrib.items() if name == "transform" and _turn(value)}
    if element.tag == f"{_SVG}pattern":
        kept |= {"id": prefix + element.get("id", ""), "patternUnits": "userSpaceOnUse"}
    if element.tag == f"{_SVG}rect" and "fill" in element.attrib:
        kept["fill"] = names.get(element.get("fill", ""), element.get("fill", ""))
    kept |= _painted(element.get("style", ""), prefix, names)
    return {name: _plainly(value) if name in ("d", "x", "y") else value for name, value in kept.items()}


def _plainly(numbers: str) -> str:
    """Return numbers to the tenth, one space between them."""
    return _SPACES.sub(" ", _NUMBER.sub(_rounded, numbers)).strip()


def _turn(transform: str) -> str:
    """Return a transformation, unless it is the turn by nothing that matplotlib gives to texts."""
    return "" if re.match(r"rotate\(-?0[ )]", transform) else transform


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".removesuffix(".0")


def _painted(style: str, prefix: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the declarations of a style attribute as attributes of their own, those that say nothing left out."""
    said = dict(part.split(": ", 1) for part in style.split("; ") if ": " in part)
    font = _FONT.fullmatch(said.pop("font", ""))  # as matplotlib wrote it before 3.11
    if font:
        said |= {"font-size": font.group(2), "font-family": font.group(3), "font-weight": font.group(1) or ""}
    said |= {"font-family": _FAMILIES} if "font-family" in said else {}
    kept = {name: value for name, value in said.items() if (name, value) not in _USUAL}
    return {name: names.get(value, value.replace("url(#", f"url(#{prefix}")) for name, value in kept.items()}
