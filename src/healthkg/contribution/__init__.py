"""What a steward brings: canonical form, new documents, and what a change would do."""

from healthkg.contribution.canonical import canonical_files, dates_in_use, with_dates
from healthkg.contribution.documents import new_source
from healthkg.contribution.gate import Admitted, admit

__all__ = ["Admitted", "admit", "canonical_files", "dates_in_use", "new_source", "with_dates"]
