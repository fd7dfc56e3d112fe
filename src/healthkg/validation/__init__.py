"""Corpus + shapes + checks → findings. This floor alone knows pySHACL."""

from healthkg.validation.findings import SEVERITIES, Finding, Report
from healthkg.validation.judge import judge, validate

__all__ = ["SEVERITIES", "Finding", "Report", "judge", "validate"]
