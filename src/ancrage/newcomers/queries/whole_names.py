"""A whole name in one column, parted into given and family names where it says how."""

from typing import Final

WHOLE: Final = ("family_first", "given_first")
"""What such a column may hold: « NOM Prénom », or « Prénom NOM »."""

PARTS: Final = ("given_names", "family_names")


def parted(text: str, kind: str) -> tuple[str, str] | None:
    """Given names, family names; None when nothing says where one ends.

    A comma ends the family name; else capitals say it; else, of two words, the order does. One word is a family name.
    """
    if "," in text:
        family, _comma, given = text.partition(",")
        return (given.strip(), family.strip()) if "," not in given else None
    words = text.split()
    if len(words) <= 1:
        return "", text.strip()
    loud = [_is_loud(word) for word in words]
    if any(loud) and not all(loud):
        return _by_capitals(words, loud)
    if len(words) > 2:
        return None
    given, family = reversed(words) if kind == "family_first" else words
    return given, family


def _by_capitals(words: list[str], loud: list[bool]) -> tuple[str, str] | None:
    """The capitals must be together, at the beginning or at the end."""
    if loud not in (sorted(loud), sorted(loud, reverse=True)):
        return None
    family = " ".join(word for word, is_loud in zip(words, loud, strict=True) if is_loud)
    return " ".join(word for word, is_loud in zip(words, loud, strict=True) if not is_loud), family


def _is_loud(word: str) -> bool:
    """In capitals; an initial is not."""
    return word.isupper() and sum(letter.isalpha() for letter in word) > 1
