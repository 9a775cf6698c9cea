"""What the console script says, in the language of the terminal.

Pairs rather than message catalogues: these sentences come before Django is loaded, some of them
because it cannot be.
"""

import os
import sys


def pick(french: str, english: str) -> str:
    """French, unless the terminal asks for English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return english if asked.lower().startswith("en") else french


def say(french: str, english: str) -> None:
    """Print a line at once, even into a pipe."""
    sys.stdout.write(f"{pick(french, english)}\n")
    sys.stdout.flush()
