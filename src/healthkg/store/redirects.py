"""Redirects of a remote store: only within the host that the user named, never to a weaker scheme."""

from __future__ import annotations

from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request

from healthkg.errors import RemoteProblem


class SameHost(HTTPRedirectHandler):
    """Follows a redirect of a GET to the same host (and from http to https); refuses every other one."""

    max_redirections = 3

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        asked, sent_to = urlsplit(req.full_url), urlsplit(newurl)
        same = asked.hostname == sent_to.hostname and (asked.scheme, asked.port) == (sent_to.scheme, sent_to.port)
        safer = asked.hostname == sent_to.hostname and sent_to.scheme == "https" and sent_to.port is None
        if req.get_method() != "GET" or not (same or safer):
            fp.close()
            raise RemoteProblem("remote-redirect", url=req.full_url.partition("?")[0], to=sent_to.netloc or newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
