"""Languages and countries by their code, named by CLDR in the reader's language."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.utils.translation import get_language

from ancrage.core.text import fold

Option = tuple[str, str]
# CLDR names six hundred languages: those of two letters, and those of three met in immigration.
_LONGER = frozenset({"ceb", "crp", "dyu", "fil", "kab", "mos", "nan", "yue", "zgh"})


def country_name(code: str) -> str:
    """« Colombie » of "CO"; the code itself when CLDR does not know it."""
    return _territories(_reader()).get(code, code)


def country_options() -> list[Option]:
    """Every country by its code of two letters, in order of name."""
    names = _territories(_reader())
    return _sorted((code, name) for code, name in names.items() if len(code) == 2 and code.isalpha())


def language_options() -> list[Option]:
    """The languages offered, French first, then in order of name. Codes of two letters where there is one."""
    names = {str(code): str(name) for code, name in Locale.parse(_reader()).languages.items()}
    offered = (code for code in names if code != "fr" and (len(code) == 2 or code in _LONGER))
    others = _sorted((code, names[code]) for code in offered)
    return [("fr", names["fr"]), *others]


def _sorted(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: fold(option[1]))


def _reader() -> str:
    return (get_language() or "fr")[:2]


@cache
def _territories(language: str) -> dict[str, str]:
    unreal = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    names = Locale.parse(language).territories
    return {code: str(name) for code, name in names.items() if code not in unreal}
