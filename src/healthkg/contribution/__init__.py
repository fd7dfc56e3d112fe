"""What a steward brings: canonical form, new documents, and what a change would do."""

from healthkg.contribution.canonical import canonical_files, dates_in_use
from healthkg.contribution.documents import new_source

__all__ = ["canonical_files", "dates_in_use", "new_source"]
