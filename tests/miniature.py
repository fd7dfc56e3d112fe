"""The miniature world: a whole small project of invented data, with the ontology, shapes and queries of this checkout.

Write it out to work on it: `python tests/miniature.py DIR`, then `healthkg --project DIR …`.
"""

import shutil
import sys
from pathlib import Path

from support import ROOT

CORPUS = ROOT / "tests" / "corpus"
TEXTS = CORPUS / "texts"


def assemble(target: Path) -> Path:
    """Copy the miniature world's project into `target`, which must not exist; return it."""
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copytree(CORPUS / "data", target / "data", ignore=shutil.ignore_patterns("verdict.json"))
    return target


if __name__ == "__main__":
    assemble(Path(sys.argv[1]))
