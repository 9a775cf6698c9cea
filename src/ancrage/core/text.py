import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """``text`` in lower case without accents or punctuation, words apart by one space.

    >>> fold("Ospina-Restrepo, María José")
    'ospina restrepo maria jose'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.translate(_LETTERS)).strip()


def digits(text: str) -> str:
    """Only the digits of ``text``: how phone numbers are compared."""
    return "".join(c for c in text if c.isdigit())
