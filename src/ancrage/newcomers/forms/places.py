from typing import Final

from ancrage.core.text import fold
from ancrage.newcomers.forms.fields import MunicipalityField

_MOST: Final = 12


def suggested_municipalities(typed: str) -> list[str]:
    """The names, as the field takes them, that begin like ``typed``, then those that hold it."""
    wanted = fold(typed)
    if not wanted:
        return []
    labels = [(fold(label), label) for _key, label in MunicipalityField().municipalities()]
    first = [label for name, label in labels if name.startswith(wanted)]
    held = [label for name, label in labels if wanted in name and not name.startswith(wanted)]
    return [*first, *held][:_MOST]
