"""Languages and countries by their code, named by CLDR in the reader's language."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.utils.translation import get_language

from ancrage.core.text import fold

Option = tuple[str, str]
_SHORT = {"ara": "ar", "eng": "en", "fra": "fr", "spa": "es", "por": "pt", "ukr": "uk", "rus": "ru", "zho": "zh"}
# CLDR names six hundred languages: those of two letters are offered, and those of three met in immigration.
_LONGER = frozenset({"ceb", "crp", "dyu", "fil", "kab", "mos", "nan", "yue", "zgh"})
_UNREAL = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def language_name(code: str) -> str:
    """« espagnol » of "es" or "spa"; the code itself when CLDR does not know it."""
    return _languages(_reader()).get(short_code(code), code)


def language_names(codes: Iterable[str]) -> str:
    """« Espagnol, français », with a capital; nothing of nothing."""
    text = ", ".join(language_name(code) for code in codes)
    return text[:1].upper() + text[1:]


def language_options() -> list[Option]:
    """The languages offered, French first, then in order of name. Codes of two letters where there is one."""
    names = _languages(_reader())
    offered = (code for code in names if code != "fr" and (len(code) == 2 or code in _LONGER))
    return [("fr", names["fr"]), *_sorted((code, names[code]) for code in offered)]


def short_code(code: str) -> str:
    """The two letters of a language known by three, where there are two."""
    return _SHORT.get(code, code)


def country_name(code: str) -> str:
    """« Colombie » of "CO"; the code itself when CLDR does not know it."""
    return _territories(_reader()).get(code, code)


def country_options() -> list[Option]:
    """Every country by its code of two letters, in order of name."""
    names = _territories(_reader())
    return _sorted((code, name) for code, name in names.items() if len(code) == 2 and code.isalpha())


def _sorted(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: fold(option[1]))


def _reader() -> str:
    return (get_language() or "fr")[:2]


@cache
def _languages(language: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(language).languages.items()}


@cache
def _territories(language: str) -> dict[str, str]:
    return {code: str(name) for code, name in Locale.parse(language).territories.items() if code not in _UNREAL}
