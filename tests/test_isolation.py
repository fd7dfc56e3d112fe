"""A query in its own limits: whatever happens to the child, its parent lives, learns why, and keeps nothing of it."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from healthkg.errors import HealthkgError, InputProblem, LimitReached, StoreProblem
from healthkg.isolation import Limits, can_isolate, isolated
from support import children_of

pytestmark = pytest.mark.skipif(not can_isolate(), reason="no os.fork on this system; queries run in process there")

SHORT = Limits(seconds=0.5, memory=256 << 20, size=1000)


def asked(text: str) -> Callable[[], bytes]:
    """Return the work of asking the engine itself, without any guard before it."""
    store = ox.Store()
    return lambda: store.query(text).serialize(format=ox.QueryResultsFormat.CSV)  # type: ignore[union-attr]


def fault_of(work: Callable[[], bytes], limits: Limits = SHORT) -> HealthkgError:
    with pytest.raises(HealthkgError) as fault:
        isolated(work, limits)
    return fault.value


def open_files() -> list[str]:
    return sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else []  # noqa: PTH112, PTH208


def test_what_the_child_makes_comes_back_whole() -> None:
    content = bytes(range(256)) * 20_000
    assert isolated(lambda: content, Limits(size=len(content))) == content
    assert isolated(lambda: b"", SHORT) == b""


@pytest.mark.parametrize(("size", "code"), [(1000, None), (1001, "limit-size"), (50_000_000, "limit-size")])
def test_a_result_of_more_bytes_than_are_allowed_is_refused(size: int, code: str | None) -> None:
    try:
        found = None if len(isolated(lambda: b"x" * size, SHORT)) == size else "shortened"
    except LimitReached as error:
        found = error.code
    assert found == code


def test_a_fault_of_the_work_comes_back_with_its_place_and_data() -> None:
    def work() -> bytes:
        raise InputProblem("sparql-misspelt", path="a.rq", line=2, column=3, excerpt="été", word="SELCT", near="SELECT")

    fault = fault_of(work)
    assert (type(fault), fault.code, str(fault.path), fault.line, fault.column, fault.excerpt, fault.data) == (
        InputProblem, "sparql-misspelt", "a.rq", 2, 3, "été", {"word": "SELCT", "near": "SELECT"},
    )  # fmt: skip


CARTESIAN = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(200)))} }}" for i in range(5))
    + "}"
)
DOUBLING = (
    "SELECT ?x40 { BIND('" + "x" * 64 + "' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40)) + "}"
)  # fmt: skip


@pytest.mark.parametrize(
    ("work", "code", "exit_code"),
    [
        (lambda: time.sleep(30) or b"", "limit-time", 5),
        (asked(CARTESIAN), "limit-time", 5),
        (lambda: os.kill(os.getpid(), signal.SIGSTOP) or b"", "limit-time", 5),
        (lambda: bytes(1 << 30), "limit-memory", 5),
        (asked(DOUBLING), "limit-memory", 5),
        (asked("SELECT * " + "{" * 20_000 + "}" * 20_000), "store-crashed", 3),
        (lambda: b"%d" % (1 // 0), "store-crashed", 3),
        (lambda: os._exit(0), "store-crashed", 3),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV) or b"", "store-crashed", 3),
        (lambda: os.kill(os.getpid(), signal.SIGKILL) or b"", "limit-memory", 5),
    ],
    ids=["sleep", "cartesian", "stands still", "memory", "doubling", "nesting", "bug", "leaves", "crash", "killed by the system"],
)  # fmt: skip
def test_a_child_that_goes_wrong_is_one_clear_fault_in_time(
    work: Callable[[], bytes], code: str, exit_code: int
) -> None:
    before, kept, begun = open_files(), children_of(os.getpid()), time.monotonic()
    fault = fault_of(work, Limits(seconds=0.5 if code == "limit-time" else 20, memory=256 << 20))
    assert (fault.code, fault.exit_code) == (code, exit_code)
    assert time.monotonic() - begun < 15
    assert open_files() == before
    assert children_of(os.getpid()) == kept
    assert isolated(lambda: b"alive", SHORT) == b"alive"


def test_a_query_that_is_late_is_stopped_at_its_limit() -> None:
    begun = time.monotonic()
    fault = fault_of(asked(CARTESIAN))
    assert fault.sentence("fr").startswith("Requête arrêtée après 0.5 s.")
    assert 0.4 < time.monotonic() - begun < 1.5


def test_a_child_opens_no_file_and_no_socket() -> None:
    def attempts() -> bytes:
        found = []
        for attempt in (lambda: os.open("/dev/null", os.O_RDONLY), socket.socket, os.pipe):
            try:
                attempt()
            except OSError as error:
                found.append(errno.errorcode[error.errno or 0])
        return " ".join(found).encode()

    assert isolated(attempts, SHORT) == b"EMFILE EMFILE EMFILE"


def test_no_call_of_the_engine_leaves_the_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        text = f"SELECT ?s {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        assert fault_of(asked(text)).code == "store-crashed"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_stops_the_child_too() -> None:
    before, kept = open_files(), children_of(os.getpid())
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        isolated(lambda: time.sleep(30) or b"", Limits(seconds=None))
    assert open_files() == before
    assert children_of(os.getpid()) == kept


def test_no_two_children_draw_the_same_chance() -> None:
    text = "SELECT (STRUUID() AS ?u) (RAND() AS ?r) (BNODE() AS ?b) {}"
    draw = asked(text)
    draw()  # the parent's own source of chance is open: a child that used it would draw as its siblings do
    assert len({isolated(draw, Limits()) for _ in range(5)}) == 5


def test_a_system_that_has_no_room_for_a_child_is_told_so_and_nothing_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    before = open_files()
    for name in ("fork", "pipe"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, full)
            fault = fault_of(lambda: b"")
            assert (fault.code, fault.data) == ("fork-refused", {"cause": "Resource temporarily unavailable"})
    assert open_files() == before


def test_a_child_leads_a_group_of_its_own_unless_it_may_last() -> None:
    """What a terminal sends to the parent's group (Ctrl-C) is the parent's to hear; what lasts has to end with it."""

    def ours() -> bytes:
        return f"{os.getpid()} {os.getpgrp()}".encode()

    pid, group = isolated(ours, SHORT).split()
    assert pid == group != str(os.getpgrp()).encode()
    lasting = isolated(lambda: str(os.getpgrp()).encode(), Limits(seconds=None))
    assert int(lasting) == os.getpgrp()

    def inner() -> bytes:
        return isolated(lambda: str(os.getpgrp()).encode(), SHORT) + b" %d" % os.getpid()

    within, leader = isolated(inner, Limits(seconds=5, reads=True)).split()
    assert within == leader


def test_a_fault_of_a_class_of_ones_own_comes_back_as_what_it_is_one_of() -> None:
    class Special(InputProblem):
        pass

    def work() -> bytes:
        raise Special("query-missing")

    assert type(fault_of(work)) is InputProblem


def test_where_memory_runs_out_the_child_goes_before_its_parent() -> None:
    score = Path("/proc/self/oom_score_adj")
    if not score.exists():
        pytest.skip("no /proc on this system: it ends whom it likes")
    assert isolated(score.read_bytes, Limits(reads=True)) == b"800\n" != score.read_bytes()


def test_without_fork_the_work_is_done_here_and_only_its_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert not can_isolate()
    assert isolated(lambda: str(os.getpid()).encode(), SHORT) == str(os.getpid()).encode()
    assert fault_of(lambda: b"x" * 1001).code == "limit-size"


def test_the_limits_and_the_crash_say_what_to_do() -> None:
    assert StoreProblem("store-crashed", ended=-11).sentence("fr") == (
        "Cette requête a fait tomber le moteur (-11) ; rien d'autre n'est touché. Simplifiez-la."
    )


def test_a_child_that_may_read_files_can_be_kept_from_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        def called() -> bytes:
            try:
                socket.create_connection(address, 1).close()
            except OSError:
                return b"nobody"
            return b"answered"

        assert isolated(called, Limits(5, reads=True)) == b"answered"
        if isolated(_apart, Limits(5, reads=True)) != b"apart":
            pytest.skip("this system gives no process a network of its own: run as root, or allow user namespaces")
        assert isolated(called, Limits(5, reads=True, offline=True)) == b"nobody"


def _apart() -> bytes:
    """Say whether a process may leave the network here."""
    code = "import ctypes; c = ctypes.CDLL(None); print(c.unshare(0x40000000) and c.unshare(0x50000000))"
    return b"apart" if subprocess.check_output([sys.executable, "-c", code]).strip() == b"0" else b"together"
