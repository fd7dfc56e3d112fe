"""A workspace of the command line's own, in a process of its own, and what a client gets from it."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Got:
    """What came back: status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Workspace:
    """A server that runs: its address, its process, the file that its log goes to."""

    address: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def get(self, path: str, accept: str = "text/html", method: str = "GET", **query: str) -> Got:
        """Return what a path gives, redirections not followed."""
        return self.send(method, path + (f"?{urlencode(query)}" if query else ""), {"Accept": accept})

    def post(self, path: str, form: Mapping[str, str], accept: str = "*/*") -> Got:
        """Return what a form gives."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        return self.send("POST", path, headers, urlencode(form).encode())

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Got:
        """Return what any request gives; the path goes as it is written."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, said, answer.read())
        finally:
            connection.close()

    def lines(self) -> list[Any]:
        """Return the lines of the log so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


@contextmanager
def serving(project: Path, folder: Path, *options: str) -> Iterator[Workspace]:
    """Run `healthkg serve` on a project, at a free port; its log goes to `folder`."""
    log = folder / "serve.log"
    command = [sys.executable, "-m", "healthkg", "--lang", "en", "--project", project, "serve", "--port", "0", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        yield Workspace(_address(process, log), process, log)
    finally:
        process.terminate()
        process.wait(20)


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return the address that the server says it is open at."""
    while process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith("Open at "):
                return line.split()[2].rstrip("/")
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(log.read_text())
