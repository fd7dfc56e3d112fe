"""A command that may want more memory than there is (RELIABILITY 3.8, 83): done in a child, which ends in its place."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from healthkg import messages
from healthkg.errors import HealthkgError, LimitReached, StoreProblem
from healthkg.isolation import attended
from support import Run, children_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system: the command runs as it is")


def killed(number: int) -> Callable[[], int]:
    """Return work that ends by a signal."""

    def work() -> int:
        os.kill(os.getpid(), number)
        return 0

    return work


def test_the_exit_code_of_the_work_comes_back_and_what_it_prints_is_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def work() -> int:
        sys.stdout.write("data\n")
        sys.stderr.write("words\n")
        os.write(2, b"noise of the engine\n")
        return 3

    assert attended(work) == 3
    assert capfd.readouterr() == ("data\n", "words\n")


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (signal.SIGKILL, LimitReached, "judging-memory"),
        (signal.SIGABRT, LimitReached, "judging-memory"),
        (signal.SIGSEGV, StoreProblem, "judging-crashed"),
    ],
)
def test_a_child_that_the_system_ends_is_told(number: int, kind: type[HealthkgError], code: str) -> None:
    with pytest.raises(kind) as fault:
        attended(killed(number))
    assert fault.value.code == code


def test_where_memory_runs_out_the_child_goes_before_its_parent() -> None:
    if not Path("/proc/self/oom_score_adj").exists():
        pytest.skip("this system does not ask who goes first")
    assert attended(lambda: int(Path("/proc/self/oom_score_adj").read_text()) // 10) == 80


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    here = os.getpid()
    assert attended(lambda: int(os.getpid() == here)) == 1


# ---- On the command line ----


def validating(project: Path, *options: str, mebi: int | None = None) -> "subprocess.Popen[str]":
    """Start `healthkg validate`, with so much memory."""
    command = [sys.executable, "-m", "healthkg", *options, "--project", str(project), "validate", "--anew"]
    if mebi is not None:
        command = ["sh", "-c", 'ulimit -v "$0"; exec "$@"', str(mebi * 1024), *command]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_validation_that_runs_out_of_memory_is_one_line(miniature: Path, lang: str) -> None:
    for mebi in range(40, 120, 4):
        with validating(miniature, "--lang", lang, mebi=mebi) as process:
            told = (*process.communicate(timeout=60), process.returncode)
        if told[2] == 5:
            break  # less is too little for Python itself, or for the engine to be loaded
    assert told == ("", f"{messages.text('error-word', lang)}: {messages.text('judging-memory', lang)}\n", 5)


def test_a_validation_whose_child_is_killed_is_told_and_leaves_nothing(miniature: Path) -> None:
    process = validating(miniature, "--lang", "en")
    end = time.monotonic() + 20
    while not (children := children_of(process.pid)) and time.monotonic() < end:
        time.sleep(0.002)
    if not children:
        pytest.skip("/proc does not tell the children of a process")
    os.kill(children[0], signal.SIGKILL)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (5, "", f"error: {messages.text('judging-memory', 'en')}\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_what_stops_a_command_stops_its_child_too(miniature: Path, number: int, code: int, interruptible: None) -> None:
    process = validating(miniature)
    end = time.monotonic() + 20
    while not (children := children_of(process.pid)) and time.monotonic() < end:
        time.sleep(0.002)
    if not children:
        pytest.skip("/proc does not tell the children of a process")
    time.sleep(0.05)
    process.send_signal(number)
    begun = time.monotonic()
    _, err = process.communicate(timeout=20)
    assert (process.returncode, "Traceback" in err, time.monotonic() - begun < 5) == (code, False, True)
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_a_command_that_runs_out_of_memory_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("healthkg.cli.context.Context.stores", full)
    told = run("query", "chantiers_of_plan")
    assert (told.code, told.out, told.err) == (5, "", f"erreur: {messages.text('memory', 'fr')}\n")
