"""What goes wrong around a store on disk (RELIABILITY 3.8): signals, a second writer, rights, dates, too few files.

What is killed, cut, full or foreign is in `test_stored`, what runs out of memory in `test_attending`.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from healthkg import messages
from healthkg.corpus import open_corpus
from healthkg.errors import StoreProblem
from healthkg.isolation import Limits, isolated
from healthkg.store import load, locks, open_store, open_stored
from support import Run
from test_stored import quads_of, without_a_fact

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
NOBODY = 65534


@pytest.fixture
def project(miniature: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(miniature, tmp_path / "project"))


@pytest.fixture
def base(project: Path, tmp_path: Path) -> Path:
    """A store of the project."""
    load(open_corpus(project), tmp_path / "base")
    return tmp_path / "base"


def source_of(project: Path) -> Path:
    return min((project / "data/turtle/sources").glob("*.ttl"))


def in_a_child(work: Callable[[], object]) -> str:
    """Return the code of the fault that work raises in a child, or what it returns."""

    def told() -> bytes:
        try:
            return str(work()).encode()
        except StoreProblem as fault:
            return fault.code.encode()

    return isolated(told, Limits(60, reads=True)).decode()


# ---- Stopped (73) ----


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGHUP, -1)])
@pytest.mark.parametrize("delay", [0.1, 0.6])
def test_a_load_that_is_stopped_ends_at_once_and_leaves_what_was_there(
    project: Path, base: Path, number: int, code: int, delay: float
) -> None:
    before = open_corpus(project)
    source_of(project).write_text(source_of(project).read_text("utf-8") + "\n# relu\n", "utf-8")
    command = [sys.executable, "-m", "healthkg", "--project", str(project), "load", str(base)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(delay)
        process.send_signal(number)
        begun = time.monotonic()
        _, err = process.communicate(timeout=30)
    assert process.returncode in (code, 0, -2)  # 0: it had ended before; -2: Python had not begun
    assert ("Traceback" in err and process.returncode != -2, time.monotonic() - begun < 5) == (False, True)
    assert quads_of(open_stored(base, before.project).engine) == quads_of(open_store(before).engine)
    load(open_corpus(project), base)
    assert open_stored(base, before.project).outdated() == []


# ---- Two writers (76) ----


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_a_second_writer_is_told_in_one_line_who_writes(project: Path, base: Path, run: Run, lang: str) -> None:
    with locks.writing(base, 0):
        told = run("--lang", lang, "--project", project, "load", base)
    sentence = messages.text("store-busy", lang, folder=base, process=os.getpid())
    assert (told.code, told.out, told.err) == (3, "", f"{messages.text('error-word', lang)}: {sentence}\n")


# ---- A folder that may not be read or written (77) ----


@pytest.fixture
def open_place(base: Path, project: Path) -> Iterator[Path]:
    """A folder that everybody may enter, with copies of the project and of its store."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        shutil.copytree(base, Path(place) / "base")
        shutil.copytree(project, Path(place) / "project")
        yield Path(place)


def as_nobody(work: Callable[[], object]) -> Callable[[], object]:
    """Return the work, done by a user without rights, where this one has them all."""

    def done() -> object:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        return work()

    return done


@forks
def test_a_store_that_may_not_be_written_is_said_to_be_so_and_can_be_read(
    open_place: Path,
) -> None:
    corpus, folder = open_corpus(open_place / "project"), open_place / "base"
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert in_a_child(as_nobody(lambda: load(without_a_fact(corpus), folder))) == "store-unwritable"
        assert in_a_child(as_nobody(lambda: open_stored(folder, corpus.project).version)) == corpus.version
        assert in_a_child(as_nobody(lambda: load(corpus, open_place / "new"))) == "store-unwritable"
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


@forks
def test_a_store_that_may_not_be_read_is_said_to_be_so(open_place: Path) -> None:
    corpus, folder = open_corpus(open_place / "project"), open_place / "base"
    for part in (folder, *[path for path in folder.rglob("*") if path.name == "manifest.json"]):
        kept = part.stat().st_mode
        part.chmod(0)
        told = in_a_child(as_nobody(lambda: open_stored(folder, corpus.project).version))
        part.chmod(kept)
        assert told == "store-unreadable", part.name


# ---- Files edited by hand, and clocks (79, 80) ----


def test_a_file_that_is_edited_and_given_its_old_date_is_noticed(project: Path, base: Path, run: Run) -> None:
    source = source_of(project)
    kept, text = source.stat(), source.read_text("utf-8")
    source.write_text(text.replace("1", "2", 1), "utf-8")
    os.utime(source, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    told = run("--project", project, "status", base)
    assert (told.code, source.name in told.out, source.stat().st_size) == (1, True, kept.st_size)


def test_a_file_that_is_gone_is_noticed(project: Path, base: Path, run: Run) -> None:
    source = source_of(project)
    source.unlink()
    told = run("--project", project, "status", base)
    assert (told.code, source.name in told.out) == (1, True)


@pytest.mark.parametrize("year", [1, 60 * 365 * 24 * 3600])
def test_no_clock_decides_what_is_written(project: Path, base: Path, tmp_path: Path, year: int, run: Run) -> None:
    """Files as old as the epoch, or of the far future, make the same store, and are up to date."""
    for path in project.rglob("*"):
        os.utime(path, (year, year))
    corpus = open_corpus(project)
    load(corpus, tmp_path / "other")
    assert run("--project", project, "status", tmp_path / "other").code == 0
    assert run("--project", project, "status", base).code == 0
    names = [sorted(path.name for path in (folder / "generations").iterdir()) for folder in (base, tmp_path / "other")]
    assert names[0] == names[1]


# ---- Too few files (84) ----


def test_a_load_with_too_few_open_files_is_one_line_and_leaves_what_was_there(project: Path, base: Path) -> None:
    before = open_corpus(project)
    source_of(project).write_text(source_of(project).read_text("utf-8") + "\n# relu\n", "utf-8")
    command = [sys.executable, "-m", "healthkg", "--lang", "en", "--project", str(project), "load", str(base)]
    limited = ["sh", "-c", 'ulimit -n 16; exec "$@"', "sh", *command]
    told = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert (told.returncode in (2, 3), told.stderr.strip().count("\n"), "Traceback" in told.stderr) == (True, 0, False)
    assert quads_of(open_stored(base, before.project).engine) == quads_of(open_store(before).engine)


def test_a_store_of_a_newer_layout_is_made_anew_and_nothing_is_lost(project: Path, base: Path, run: Run) -> None:
    """Another layout (85): told, with what to do, which works."""
    for path in base.rglob("manifest.json"):
        said = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(said | {"form": 99}), "utf-8")
    told = run("--project", project, "query", "leads_by_actor", "--store", base)
    assert (told.code, told.err.count("\n"), f"healthkg load {base}" in told.err) == (3, 1, True)
    assert run("--project", project, "load", base).code == 0
    assert run("--project", project, "query", "leads_by_actor", "--store", base).code == 0
