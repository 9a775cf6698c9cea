"""Names of languages, from CLDR."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

_SHORT = {"ara": "ar", "eng": "en", "fra": "fr", "spa": "es", "por": "pt", "ukr": "uk", "rus": "ru", "zho": "zh"}


def language_name(code: str) -> str:
    """« espagnol » of "es" or "spa", in the reader's language; the code itself when CLDR does not know it."""
    return _names((get_language() or "fr")[:2]).get(_SHORT.get(code, code), code)


@cache
def _names(language: str) -> dict[str, str]:
    return {code: str(name) for code, name in Locale.parse(language).languages.items()}
