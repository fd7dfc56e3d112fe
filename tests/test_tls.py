"""Certificates (RELIABILITY 3.10, 110 and 111): an endpoint whose certificate is not to be trusted is told as such, in
both languages, and nothing is sent to it; no option, no variable of ours makes it trusted.

Real servers on this machine, with certificates that the system's `openssl` makes here.
"""

import json
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from healthkg import messages
from healthkg.cli.main import healthkg
from healthkg.store.certificates import last_moment
from support import Run, missing
from test_remote import (
    ONE,
    Handler,
    Server,
    garbage,
    no_proxy,  # noqa: F401 - a fixture, used by all tests here
    sends,
    serving,
)

HERE, ELSEWHERE = "subjectAltName=IP:127.0.0.1,DNS:localhost", "subjectAltName=DNS:elsewhere.example"
AUTHORITY = """
[ca]
default_ca = ours
[ours]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
"""


@dataclass(frozen=True)
class Authority:
    """A folder with an authority of this test's own: `authority.pem` is to be trusted, and signs."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def signed(self, name: str, names: str, begins: str, ends: str) -> Path:
        """Return the file with the key and the certificate of a server, valid from and until these moments."""
        self._openssl("req", "-new", *KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        (self.folder / f"{name}.ext").write_text(names)
        self._openssl(
            "ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", "authority.pem", "-keyfile", "authority.key",
            "-in", f"{name}.csr", "-out", f"{name}.crt", "-extfile", f"{name}.ext",
            "-startdate", begins, "-enddate", ends,
        )  # fmt: skip
        return self._joined(name)

    def alone(self, name: str) -> Path:
        """Return the file with the key and the certificate of a server that nobody but itself vouches for."""
        self._openssl(
            "req",
            "-x509",
            *KEY,
            "-keyout",
            f"{name}.key",
            "-out",
            f"{name}.crt",
            "-subj",
            f"/CN={name}",
            "-addext",
            HERE,
        )
        return self._joined(name)

    def _joined(self, name: str) -> Path:
        made = self.folder / f"{name}.pem"
        made.write_bytes(b"".join((self.folder / f"{name}.{end}").read_bytes() for end in ("key", "crt")))
        return made

    def _openssl(self, *arguments: str) -> None:
        told = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if shutil.which("openssl") is None:
        missing("openssl", "apt-get install openssl (it makes the certificates of these tests)")
    made = Authority(tmp_path_factory.mktemp("authority"))
    for name, text in (("ca.cnf", AUTHORITY), ("index.txt", ""), ("serial", "01\n")):
        (made.folder / name).write_text(text)
    made._openssl("req", "-x509", *KEY, "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=authority")
    return made


@pytest.fixture(scope="module")
def shown(authority: Authority) -> dict[str, Path]:
    """Certificates by what is to be thought of them."""
    long = ("20200101000000Z", "20991231235959Z")
    return {
        "sound": authority.signed("sound", HERE, *long),
        "expired": authority.signed("expired", HERE, "20200101000000Z", "20210203040506Z"),
        "early": authority.signed("early", HERE, "20980101000000Z", "20991231235959Z"),
        "misnamed": authority.signed("misnamed", ELSEWHERE, *long),
        "alone": authority.alone("alone"),
    }


def one_row(handler: Handler) -> None:
    """Answer a query for ?x with a row; whatever else is asked, with none."""
    columns = re.findall(r"\?(\w+)", handler.asked.partition("WHERE")[0])
    handler.send(
        ONE if columns == ["x"] else json.dumps({"head": {"vars": columns}, "results": {"bindings": []}}).encode()
    )


@contextmanager
def secured(pem: Path) -> Iterator[Server]:
    """Serve one row over TLS, with the key and the certificate of a file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with serving(one_row) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who does not trust us leaves
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield server


@pytest.fixture
def trusting(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


def test_a_certificate_of_an_authority_that_this_machine_trusts_is_trusted(
    trusting: None, shown: dict[str, Path], run: Run, tmp_path: Path
) -> None:
    with secured(shown["sound"]) as server:
        told = asked(run, tmp_path, f"https://127.0.0.1:{server.server_port}/sparql")
    assert (told[0], told[1]) == (0, ["1"])


def asked(run: Run, folder: Path, url: str, *options: str) -> tuple[int, list[str], str]:
    """Return what comes of a query to an endpoint: exit code, values, words."""
    query = folder / "q.rq"
    query.write_text("SELECT ?x WHERE { ?s ?p ?x }")
    told = run(*options, "query", query, "--endpoint", url, "--format", "json", "--timeout", "20")
    rows = json.loads(told.out)["results"]["bindings"] if told.out else []
    return told.code, [row["x"]["value"] for row in rows], told.err


@pytest.mark.parametrize(
    ("kind", "code", "data"),
    [
        ("expired", "remote-expired", {"date": "2021-02-03"}),
        ("early", "remote-early", {}),
        ("misnamed", "remote-misnamed", {}),
        ("alone", "remote-untrusted", {"cause": "self-signed certificate"}),
    ],
)
@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_certificate_that_is_not_to_be_trusted_is_told_as_such_and_nothing_is_sent(
    trusting: None, shown: dict[str, Path], run: Run, tmp_path: Path,
    kind: str, code: str, data: dict[str, str], lang: str,
) -> None:  # fmt: skip
    with secured(shown[kind]) as server:
        url = f"https://127.0.0.1:{server.server_port}/sparql"
        told = asked(run, tmp_path, url, "--lang", lang)
        assert server.asked == []
    sentence = messages.text(code, lang, url=url, **data)
    assert told == (4, [], f"{messages.text('error-word', lang)}: {sentence}\n")


def test_an_authority_that_this_machine_does_not_know_vouches_for_nobody(
    shown: dict[str, Path], run: Run, tmp_path: Path
) -> None:
    with secured(shown["sound"]) as server:
        code, rows, words = asked(run, tmp_path, f"https://127.0.0.1:{server.server_port}/sparql")
        assert (code, rows, server.asked) == (4, [], [])
    assert "n'est garanti par aucune autorité connue d'ici" in words
    assert ("SSL_CERT_FILE" in words, words.count("\n")) == (True, 1)


def test_a_load_sends_nothing_to_who_is_not_to_be_trusted(
    trusting: None, shown: dict[str, Path], run: Run, miniature: Path
) -> None:
    with secured(shown["expired"]) as server:
        told = run("--project", miniature, "load", "--endpoint", f"https://127.0.0.1:{server.server_port}/sparql")
        assert (told.code, told.out, "a expiré le 2021-02-03" in told.err, server.asked) == (4, "", True, [])


def test_when_an_authority_has_expired_no_date_is_made_up(
    authority: Authority, shown: dict[str, Path], monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path
) -> None:
    """What is trusted here is an authority, signed by itself, that has expired; the server's own certificate has not."""
    old = authority.folder / "old"
    old.mkdir(exist_ok=True)
    shutil.copy(shown["sound"], old / "server.pem")
    renewed = ("x509", "-in", "authority.pem", "-signkey", "authority.key", "-out", "old/authority.pem", "-days", "-1")
    try:
        authority._openssl(*renewed)
    except AssertionError:
        missing("openssl", "a version whose x509 takes -days -1 (3.0 does)")
    monkeypatch.setenv("SSL_CERT_FILE", str(old / "authority.pem"))
    with secured(old / "server.pem") as server:
        url = f"https://127.0.0.1:{server.server_port}/sparql"
        told = asked(run, tmp_path, url)
    assert told[2] == f"erreur: {messages.text('remote-expired-chain', 'fr', url=url)}\n"


def test_no_option_makes_a_certificate_trusted() -> None:
    options = {name for command in healthkg.commands.values() for one in command.params for name in one.opts}
    words = ("insecure", "verify", "cert", "ssl", "tls", "trust", "ignore")
    assert [option for option in sorted(options) if any(word in option for word in words)] == []


def test_what_python_was_told_by_others_does_not_make_it_trusted(
    shown: dict[str, Path], monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path
) -> None:
    for name in ("PYTHONHTTPSVERIFY", "CURL_SSL_NO_VERIFY", "HEALTHKG_INSECURE"):
        monkeypatch.setenv(name, "0" if name == "PYTHONHTTPSVERIFY" else "1")
    with secured(shown["alone"]) as server:
        assert asked(run, tmp_path, f"https://127.0.0.1:{server.server_port}/sparql")[0] == 4
        assert server.asked == []


def test_the_end_of_a_certificate_is_read_from_its_bytes(shown: dict[str, Path]) -> None:
    ends = {name: last_moment(ssl.PEM_cert_to_DER_cert(_certificate(file))) for name, file in shown.items()}
    assert (ends["expired"], ends["sound"]) == (
        datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC),
        datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC),
    )
    assert last_moment(b"no certificate") is None


def _certificate(pem: Path) -> str:
    text = pem.read_text()
    return text[text.index("-----BEGIN CERTIFICATE") :]


# ---- TLS and plain HTTP mixed up (111) ----


def test_https_to_a_server_that_speaks_plainly_is_one_line(run: Run, tmp_path: Path) -> None:
    with serving(sends(ONE)) as server:
        code, rows, words = asked(run, tmp_path, f"https://127.0.0.1:{server.server_port}/sparql")
        assert server.asked == []
    assert (code, rows, "commence-t-elle bien par https://" in words, words.count("\n")) == (4, [], True, 1)


def test_plain_http_to_a_server_that_speaks_tls_is_one_line(shown: dict[str, Path], run: Run, tmp_path: Path) -> None:
    with secured(shown["sound"]) as server:
        code, rows, words = asked(run, tmp_path, f"http://127.0.0.1:{server.server_port}/sparql")
        assert server.asked == []
    assert (code, rows, words.count("\n")) == (4, [], 1)


def test_what_speaks_no_http_is_told_so(run: Run, tmp_path: Path) -> None:
    with serving(garbage) as server:
        code, rows, words = asked(run, tmp_path, f"http://127.0.0.1:{server.server_port}/sparql")
    assert (code, rows, "ne parle pas HTTP" in words, words.count("\n")) == (4, [], True, 1)
