"""What a user installs: the wheel works far from the checkout, and every pin is exact."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CARRIED = ("ontology", "shapes", "data", "queries")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def run(*command: str | Path, cwd: Path) -> str:
    """Return what `command` prints; a failure shows what it complained of."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = clean | {"PYTHONUTF8": "1"}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


# ---- The wheel ----


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation")
    run(sys.executable, *build, "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("healthkg-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel, and sees our dependencies but not our checkout."""
    venv = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv)
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    purelib = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=venv).strip()
    install = ("--python", python, "install", "--quiet", "--no-deps", "--no-index")
    run(sys.executable, "-m", "pip", *install, wheel, cwd=venv)
    # A folder named in a .pth is searched, but its own .pth files (our editable install) are not read.
    Path(purelib, "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python


def test_the_wheel_carries_what_the_checkout_holds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("healthkg/_project/")]
    carried = {name.removeprefix("healthkg/_project/") for name in names}
    paths = (path for folder in CARRIED for path in (ROOT / folder).rglob("*"))
    assert carried == {path.relative_to(ROOT).as_posix() for path in paths if path.is_file()}


def test_the_wheel_carries_templates_and_messages(wheel: Path) -> None:
    package = ROOT / "src" / "healthkg"
    beside = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        names = {name.removeprefix("healthkg/") for name in archive.namelist()}
    assert {name for name in beside if "__pycache__" not in name} <= names


def test_the_wheel_works_in_another_environment_and_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed, "-c", "import healthkg; print(healthkg.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(installed.parents[1])
    for arguments in (["query", "--list"], ["query", "who_pilots_what", "--format", "tsv"]):
        here = run(sys.executable, "-m", "healthkg", *arguments, cwd=ROOT)
        there = run(installed.with_name("healthkg"), *arguments, cwd=tmp_path)
        assert there == here
        assert len(there.splitlines()) > 1


# ---- The pins ----


def pins(name: str) -> dict[str, set[str]]:
    """Return what a requirements file pins: `package==version ; marker` → its hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    return {line.split("--hash")[0].strip(): set(re.findall(r"--hash=(\S+)", line)) for line in lines}


FILES = ("requirements.txt", "requirements-test.txt")
PINNED = (*FILES, "requirements-assets.txt")


@pytest.mark.parametrize("name", PINNED)
def test_every_requirement_is_exact_and_has_hashes(name: str) -> None:
    for requirement, hashes in pins(name).items():
        assert [clause.operator for clause in Requirement(requirement).specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), requirement


@pytest.mark.parametrize("name", PINNED)
def test_a_requirements_file_names_no_registry(name: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", (ROOT / name).read_text("utf-8"))


def test_tests_run_with_what_users_install() -> None:
    # Markers may differ: a package that users need on one Python, tests may need on all.
    users, tests = (
        {requirement.split(" ;")[0]: hashes for requirement, hashes in pins(name).items()} for name in FILES
    )
    assert {requirement: tests.get(requirement) for requirement in users} == users


def test_every_dependency_is_pinned_within_its_range() -> None:
    pinned = {canonicalize_name(r.name): r for r in map(Requirement, pins("requirements.txt"))}
    for dependency in map(Requirement, PROJECT["dependencies"]):
        (exact,) = pinned[canonicalize_name(dependency.name)].specifier
        assert exact.version in dependency.specifier, dependency


def test_the_version_is_the_same_wherever_it_stands() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    catalogue = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert citation["version"] == catalogue["softwareVersion"] == PROJECT["version"]
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# ---- The tasks ----


def load_tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("do", ROOT / "tools" / "do.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`tools/do.py`, at work in an empty project whose Python installs nothing and succeeds."""
    module = load_tasks()
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (tmp_path / name).write_text(name, "utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    calls: list[str] = []
    monkeypatch.setattr(module, "python", lambda *arguments: calls.append(arguments[-1]) or 0)
    monkeypatch.setattr(module, "make_venv", lambda: (tmp_path / ".venv").mkdir(exist_ok=True))
    monkeypatch.setattr(module, "is_usable", lambda: False)
    monkeypatch.setattr(module, "calls", calls, raising=False)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").touch()
    return module


def test_the_environment_is_made_once(do: ModuleType) -> None:
    do.set_up("run")
    assert do.calls == ["requirements.txt", "."]
    do.set_up("run")
    assert do.calls == ["requirements.txt", "."]


def test_what_tests_need_is_enough_to_run_but_not_the_reverse(do: ModuleType) -> None:
    do.set_up("test")
    assert do.is_ready("run")
    do.set_up("run")
    assert do.calls == ["requirements-test.txt", "."]
    (do.VENV / "healthkg-test.stamp").rename(do.VENV / "healthkg-run.stamp")
    assert not do.is_ready("test")


def test_a_change_of_the_pins_is_noticed(do: ModuleType) -> None:
    do.set_up("run")
    (do.ROOT / "requirements.txt").write_text("other", "utf-8")
    assert not do.is_ready("run")


def test_a_failed_installation_is_taken_up_again(do: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(do, "python", lambda *arguments: 1)
    with pytest.raises(SystemExit, match="could not be installed"):
        do.set_up("run")
    assert not do.is_ready("run")


def test_a_python_without_ensurepip_is_told_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    module = load_tasks()
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        module.make_venv()


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0, "final", 0))
    source = (ROOT / "tools" / "do.py").read_text("utf-8")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is 3\.10"):
        exec(compile(source, "do.py", "exec"), {"__name__": "do"})  # noqa: S102 - the check is at import


def test_a_server_takes_the_place_of_its_task(do: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(do.os, "name", "posix")
    monkeypatch.setattr(do.os, "chdir", lambda folder: None)
    monkeypatch.setattr(do.os, "execv", lambda program, arguments: called.append([str(one) for one in arguments[1:]]))
    do.serve(["--port", "0"])
    assert called == [["-m", "healthkg", "serve", "--port", "0"]]


@pytest.mark.parametrize(("arguments", "command"), [([], "ci"), (["--update"], "install")])
def test_assets_are_built_with_what_is_locked_unless_told_otherwise(
    do: ModuleType, monkeypatch: pytest.MonkeyPatch, arguments: list[str], command: str
) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(do, "set_up", lambda kind: None)
    monkeypatch.setattr(do, "python", lambda *given: called.append(given) or 0)
    assert do.assets(arguments) == 0
    assert [given[-1] for given in called] == ["requirements-assets.txt", "error", "error"]
    assert [given[2:-4] for given in called[1:]] == [(command,), ("run", "build")]


def test_the_lock_of_the_assets_is_exact_and_names_no_registry() -> None:
    folder = ROOT / "assets"
    said, locked = (json.loads((folder / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    wanted = {**said["dependencies"], **said["devDependencies"]}
    own = {name.removeprefix("node_modules/"): one for name, one in locked["packages"].items() if name}
    assert {name: own[name]["version"] for name in wanted} == wanted
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in own.values())
