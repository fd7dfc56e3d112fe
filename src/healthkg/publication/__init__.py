"""The corpus published as files: answers, views, graph, report, and an index that leads to all."""

from healthkg.publication.build import build

__all__ = ["build"]
