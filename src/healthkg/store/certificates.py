"""A certificate that is not trusted → what is wrong with it, and what can be done. Nothing here trusts it all the same.

An authority of one's own (many hospitals have one) is trusted by naming its file: SSL_CERT_FILE, which OpenSSL reads.
"""

from __future__ import annotations

import re
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

from healthkg.errors import RemoteProblem

_FAULTS = {9: "remote-early", 10: "remote-expired", 62: "remote-misnamed", 64: "remote-misnamed"}  # X509_V_ERR_…
_PATIENCE = 5.0  # seconds for the date of a certificate that is refused already
_MOMENT = rb"(?:\x17\x0d(\d{12})|\x18\x0f(\d{14}))Z"  # UTCTime, GeneralizedTime (X.680)
_VALIDITY = re.compile(rb"\x30[\x1e-\x22]" + _MOMENT + _MOMENT)  # the sequence of two of them (RFC 5280, 4.1)


def distrusted(error: ssl.SSLCertVerificationError, url: str) -> RemoteProblem:
    """Return the fault of a certificate that OpenSSL refuses; of one that is expired, with its date."""
    code = _FAULTS.get(error.verify_code, "remote-untrusted")
    if code != "remote-expired":
        return RemoteProblem(code, url=url, cause=error.verify_message)
    end = _end(url)
    if end is None or end.timestamp() > time.time():  # the clock that OpenSSL has just read too
        return RemoteProblem("remote-expired-chain", url=url)
    return RemoteProblem("remote-expired", url=url, date=end.date())


def _end(url: str) -> datetime | None:
    """Return until when the certificate of the server at `url` is valid; None when it does not show it again. It is
    looked at, nothing is sent."""
    parts = urlsplit(url)
    with suppress(OSError, ValueError):
        shown = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=_PATIENCE)
        return last_moment(ssl.PEM_cert_to_DER_cert(shown))
    return None


def last_moment(certificate: bytes) -> datetime | None:
    """Return until when a certificate is valid, as its bytes (DER) say."""
    found = _VALIDITY.search(certificate)
    if found is None:
        return None
    short, long = found.group(3), found.group(4)
    century = b"19" if short and short >= b"50" else b"20"  # RFC 5280, 4.1.2.5.1
    return datetime.strptime((long or century + short).decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
