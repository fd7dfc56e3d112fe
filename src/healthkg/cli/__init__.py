"""The command line: the only floor that knows Click, prints and exits."""

from healthkg.cli.main import main

__all__ = ["main"]
