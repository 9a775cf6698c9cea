"""Words of our own lists found in what people write: « Garderie » is no code, « garde » or « Garde d’enfants » is one."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.translation import override

from ancrage.core.text import fold
from ancrage.directory.models import NeedDomain, Public, ServiceMode


def codes_of(known: Mapping[str, str], words: Iterable[str]) -> list[str]:
    """The codes that the words say, of those ``known``; others are left."""
    return list(dict.fromkeys(known[fold(word)] for word in words if fold(word) in known))


def codes_known(name: str) -> Mapping[str, str]:
    """By code or label in either language, the code in the list ``name``."""
    return _domains() if name == "besoins" else _labels(name)


def _domains() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, french, english in NeedDomain.objects.order_by("pk").values_list("code", "label_fr", "label_en"):
        found |= {fold(code): code, fold(french): code, fold(english): code}
    return found


@cache
def _labels(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        with override(language):
            for choice in Public if name == "publics" else ServiceMode:
                found |= {fold(choice.value): choice.value, fold(str(choice.label)): choice.value}
    return found
