"""Names of files as people gave them, made safe to show and to hand back."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

from ancrage.files.kinds import FileKind

LONGEST: Final = 120
UNNAMED: Final = "document"


def clean_name(name: str, kind: FileKind) -> str:
    """``name`` without its folders nor anything invisible, ending as a file of its kind does.

    What is invisible includes the marks that turn the direction of writing, which would show « gpj.exe »
    as « exe.jpg ».
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    seen = "".join(" " if c.isspace() else c for c in last)
    shown = "".join(c for c in seen if not unicodedata.category(c).startswith("C"))
    stem, suffix = " ".join(shown.split()).lstrip(". "), kind.suffixes[0]
    if (own := PurePosixPath(stem).suffix).lower() in kind.suffixes:
        stem, suffix = stem.removesuffix(own), own.lower()
    return (stem[: LONGEST - len(suffix)].rstrip(". ") or UNNAMED) + suffix


def stem_of(name: str) -> str:
    """A name of file without its ending."""
    return PurePosixPath(name).stem
