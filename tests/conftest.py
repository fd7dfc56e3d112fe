"""What the tests share: the corpus as it is, a project of one's own to change, and a command line to run."""

import hashlib
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from filling import Desk
from healthkg import messages
from healthkg.cli import main
from healthkg.contribution.intake import template
from healthkg.corpus import Corpus, open_corpus
from healthkg.store import Store, open_store
from healthkg.validation import judged_anew
from miniature import assemble
from serving import Workspace, serving
from support import ROOT, TEXTS, Outcome, Run, missing

# A machine that is busy is slow, and that is no fault of a test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus of this checkout."""
    return open_corpus(ROOT)


@pytest.fixture(scope="session")
def store(corpus: Corpus) -> Store:
    """The corpus of this checkout, ready to be asked."""
    return open_store(corpus)


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the founding texts, which a user's machine does not have."""
    if not TEXTS.is_dir():
        missing("texts", "the founding texts are not published with the project; put them in ../shared/sources")
    return TEXTS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's files, to change at will."""
    for folder in ("ontology", "shapes", "data", "queries"):
        kept_aside = shutil.ignore_patterns("verdict.json")
        shutil.copytree(ROOT / folder, tmp_path / "project" / folder, ignore=kept_aside)
    return tmp_path / "project"


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process, in French unless `--lang` says otherwise."""
    monkeypatch.setenv("HEALTHKG_LANG", "fr")

    def command(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Outcome(int(stop.value.code or 0), out.decode(), err.decode())

    return command


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C heard, here and in what is started from here, even where the tests were started in the background, which a
    shell does with SIGINT ignored."""
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, kept)


# ---- The miniature world ----


@pytest.fixture(scope="session")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the miniature world, for all tests to read; copy it before changing anything."""
    return assemble(tmp_path_factory.mktemp("miniature") / "project")


@pytest.fixture(scope="session")
def mini_corpus(miniature: Path) -> Corpus:
    """The corpus of the miniature world."""
    return open_corpus(miniature)


@pytest.fixture(scope="session")
def mini_store(mini_corpus: Corpus) -> Store:
    """The corpus of the miniature world, ready to be asked."""
    return open_store(mini_corpus)


@pytest.fixture(scope="session")
def judged_project(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature world with its verdict kept: an import then judges once."""
    project = Path(shutil.copytree(miniature, tmp_path_factory.mktemp("intake") / "project"))
    judged_anew(open_corpus(project))
    return project


@pytest.fixture(scope="session")
def judged_corpus(judged_project: Path) -> Corpus:
    """The corpus of that project."""
    return open_corpus(judged_project)


@pytest.fixture(scope="session")
def blank(judged_corpus: Corpus) -> dict[str, bytes]:
    """The workbook to fill in, by language."""
    return {lang: template(judged_corpus, lang) for lang in messages.LANGUAGES}


@pytest.fixture
def desk(judged_corpus: Corpus, blank: dict[str, bytes], tmp_path: Path) -> Desk:
    """A place to fill workbooks in."""
    return Desk(judged_corpus, tmp_path, blank)


@pytest.fixture
def untouched(miniature: Path) -> Iterator[None]:
    """Nothing of the miniature world changes while a contribution is judged, and no file is left in it."""
    before = digests(miniature)
    yield
    assert digests(miniature) == before


def digests(folder: Path) -> dict[str, str]:
    """Return file → SHA-256; a verdict may be kept anywhere, and is no part of a corpus."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "verdict.json")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="session")
def workspace(miniature: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The workspace of the miniature world, for all tests to ask."""
    with serving(miniature, tmp_path_factory.mktemp("serve"), "--timeout", "2") as running:
        yield running
