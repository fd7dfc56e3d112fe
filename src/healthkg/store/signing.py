"""User and password for a remote store: given when it asks for them, once, in the manner that it asks for."""

from __future__ import annotations

from base64 import b64encode
from email.message import Message
from typing import IO, Any
from urllib.request import (
    AbstractDigestAuthHandler,
    BaseHandler,
    HTTPPasswordMgrWithPriorAuth,
    Request,
    parse_http_list,
    parse_keqv_list,
)


class Signing(AbstractDigestAuthHandler, BaseHandler):
    """Answers the first 401 with what `known` has for the address; a second one is a refusal. An address that took a
    password in plain form (Basic) is given it at once the next time, so that a long body is not sent twice."""

    handler_order = 490
    auth_header = "Authorization"

    def __init__(self, known: HTTPPasswordMgrWithPriorAuth) -> None:
        super().__init__(known)
        self.known = known

    def http_request(self, req: Request) -> Request:
        if self.known.is_authenticated(req.full_url):
            req.add_unredirected_header(self.auth_header, self._plain(req))
        return req

    https_request = http_request

    def http_error_401(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> Any:
        if req.has_header(self.auth_header):
            return None
        signature = self._signature(req, headers.get_all("WWW-Authenticate") or [])
        if signature is None:
            return None
        fp.close()
        req.add_unredirected_header(self.auth_header, signature)
        return self.parent.open(req, timeout=req.timeout)

    def _signature(self, req: Request, challenges: list[str]) -> str | None:
        asked = {scheme.lower(): rest for scheme, _, rest in (one.strip().partition(" ") for one in challenges)}
        if "digest" in asked:
            words = parse_keqv_list([word for word in parse_http_list(asked["digest"]) if "=" in word])
            digest = self.get_authorization(req, words)
            return f"Digest {digest}" if digest else None
        if "basic" in asked:
            self.known.update_authenticated(req.full_url, is_authenticated=True)
            return self._plain(req)
        return None

    def _plain(self, req: Request) -> str:
        user, password = self.known.find_user_password("", req.full_url)
        return "Basic " + b64encode(f"{user}:{password}".encode()).decode()
