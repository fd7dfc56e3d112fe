"""Mends of what the rules found: declared beside the rule, shown as a diff, applied to the exact characters."""

from healthkg.contribution.fixes.applying import applied, as_diff, in_form, sound
from healthkg.contribution.fixes.citing import passage_fixes
from healthkg.contribution.fixes.finding import declared, fixes
from healthkg.contribution.fixes.fix import Fix

__all__ = ["Fix", "applied", "as_diff", "declared", "fixes", "in_form", "passage_fixes", "sound"]
