"""The corpus as a value, and the filters that make another one of it."""

from healthkg.corpus.files import HOMES, Corpus, DataFile, data_paths, open_corpus, read_file
from healthkg.corpus.filters import Validity, known_at, only, valid_at
from healthkg.corpus.lens import Lens, day, read_lens, wished

__all__ = [
    "HOMES",
    "Corpus",
    "DataFile",
    "Lens",
    "Validity",
    "data_paths",
    "day",
    "known_at",
    "only",
    "open_corpus",
    "read_file",
    "read_lens",
    "valid_at",
    "wished",
]
