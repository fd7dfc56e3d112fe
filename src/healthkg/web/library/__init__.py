"""The library of queries: what can be asked, its answers, views and charts; questions in French."""

from __future__ import annotations

from starlette.routing import Route

from healthkg.web.library import answering, catalogue, pictures, questions, views
from healthkg.web.library.preparing import prepare
from healthkg.web.routing import route

__all__ = ["ROUTES", "prepare"]

ROUTES: list[Route] = [
    route("/queries", catalogue.queries),
    route("/queries/{file}", answering.library),
    route("/charts/{file}", pictures.chart),
    route("/views", views.views),
    route("/views/{file}", views.view),
    route("/ask", questions.question),
    route("/ask.{form}", questions.file),
]
