"""What a steward brings: canonical form, new documents, and what a change would do."""

from healthkg.contribution.canonical import canonical_files, dates_in_use, with_dates
from healthkg.contribution.documents import new_source
from healthkg.contribution.gate import Admitted, admit
from healthkg.contribution.judging import (
    Judge,
    Judged,
    Rules,
    judge_of,
    judge_on_disk,
    open_judge,
    read_contribution,
    read_rules,
)

__all__ = [
    "Admitted",
    "Judge",
    "Judged",
    "Rules",
    "admit",
    "canonical_files",
    "dates_in_use",
    "judge_of",
    "judge_on_disk",
    "new_source",
    "open_judge",
    "read_contribution",
    "read_rules",
    "with_dates",
]
