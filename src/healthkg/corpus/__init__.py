"""The corpus as a value, and the filters that make another one of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthkg.corpus.files import Corpus as Corpus
    from healthkg.corpus.files import DataFile as DataFile
    from healthkg.corpus.files import open_corpus as open_corpus
    from healthkg.corpus.files import read_file as read_file
    from healthkg.corpus.filters import Validity as Validity
    from healthkg.corpus.filters import known_at as known_at
    from healthkg.corpus.filters import only as only
    from healthkg.corpus.filters import valid_at as valid_at
    from healthkg.corpus.lens import Lens as Lens
    from healthkg.corpus.lens import day as day
    from healthkg.corpus.lens import read_lens as read_lens
    from healthkg.corpus.lens import wished as wished
    from healthkg.corpus.listing import HOMES as HOMES
    from healthkg.corpus.listing import Listed as Listed
    from healthkg.corpus.listing import Listing as Listing
    from healthkg.corpus.listing import Turtle as Turtle
    from healthkg.corpus.listing import data_paths as data_paths
    from healthkg.corpus.listing import digest_of as digest_of
    from healthkg.corpus.listing import list_corpus as list_corpus
    from healthkg.corpus.listing import stamp_of as stamp_of
else:
    from healthkg.exports import exports

    __getattr__, __dir__, __all__ = exports(
        __name__,
        {
            "files": ["Corpus", "DataFile", "open_corpus", "read_file"],
            "filters": ["Validity", "known_at", "only", "valid_at"],
            "lens": ["Lens", "day", "read_lens", "wished"],
            "listing": ["HOMES", "Listed", "Listing", "Turtle", "data_paths", "digest_of", "list_corpus", "stamp_of"],
        },
    )
