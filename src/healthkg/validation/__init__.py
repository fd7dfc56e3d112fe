"""Corpus + shapes + checks → findings. This floor alone knows pySHACL."""

from healthkg.validation.findings import SEVERITIES, Finding, Report
from healthkg.validation.judge import judge, validate
from healthkg.validation.verdict import judged, judged_anew, kept

__all__ = ["SEVERITIES", "Finding", "Report", "judge", "judged", "judged_anew", "kept", "validate"]
