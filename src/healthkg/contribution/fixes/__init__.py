"""Mends of what the rules found: declared beside the rule, shown as a diff, applied to the exact characters."""

from healthkg.contribution.fixes.applying import applied, as_diff
from healthkg.contribution.fixes.finding import Fix, declared, fixes

__all__ = ["Fix", "applied", "as_diff", "declared", "fixes"]
