"""`python -m healthkg`."""

from healthkg.cli import main

main()
