"""Answers become charts: marks made from rows as a query's header says, drawn by matplotlib, told in words as well."""

from healthkg.projection.charts.header import read
from healthkg.projection.charts.lexicon import Lexicon, lexicon
from healthkg.projection.charts.making import KINDS, chart
from healthkg.projection.charts.page import html
from healthkg.projection.charts.rendering import pdf, png, svg
from healthkg.projection.charts.values import Chart

__all__ = ["KINDS", "Chart", "Lexicon", "chart", "html", "lexicon", "pdf", "png", "read", "svg"]
