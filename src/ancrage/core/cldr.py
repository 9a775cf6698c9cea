"""Names of languages, from CLDR, in the reader's language."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.utils.translation import get_language

_SHORT = {"ara": "ar", "eng": "en", "fra": "fr", "spa": "es", "por": "pt", "ukr": "uk", "rus": "ru", "zho": "zh"}


def language_name(code: str) -> str:
    """« espagnol » of "es" or "spa"; the code itself when CLDR does not know it."""
    return _names((get_language() or "fr")[:2]).get(short_code(code), code)


def language_names(codes: Iterable[str]) -> str:
    """« Espagnol, français », with a capital; nothing of nothing."""
    text = ", ".join(language_name(code) for code in codes)
    return text[:1].upper() + text[1:]


def short_code(code: str) -> str:
    """The two letters of a language known by three, where there are two."""
    return _SHORT.get(code, code)


@cache
def _names(language: str) -> dict[str, str]:
    return {code: str(name) for code, name in Locale.parse(language).languages.items()}
