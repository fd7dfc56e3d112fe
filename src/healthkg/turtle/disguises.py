"""What a file under a Turtle name really is, told by its first bytes; archives are never opened."""

from __future__ import annotations

# First bytes → what people call it. The longest comes first where one begins another.
_BEGINNINGS = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word/Excel"),  # Microsoft's compound files, before 2007
    (b"SQLite format 3", "SQLite"),
)
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
_TAR = (257, b"ustar")
# The name of a part near the start of a zip archive tells the office document that it is.
_PARTS = (
    (b"word/", "Word"),
    (b"xl/", "Excel"),
    (b"ppt/", "PowerPoint"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
    (b"mimetypeapplication/epub", "EPUB"),
)
_HEAD = 4096


def looks_like(content: bytes) -> str | None:
    """Return what `content` is when it is no text, as people call it; None when its first bytes tell nothing."""
    head = content[:_HEAD]
    found = next((kind for begin, kind in _BEGINNINGS if head.startswith(begin)), None)
    if found is None and head.startswith(b"PK"):
        found = next((kind for part, kind in _PARTS if part in head), None)
    return found


def is_archive(content: bytes) -> bool:
    """Say whether `content` is a packed file, of one file or of several."""
    at, mark = _TAR
    return content.startswith(_ARCHIVES) or content.startswith(mark, at)
