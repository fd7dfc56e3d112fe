"""Measurements: printed, never asserted in a timed test."""
