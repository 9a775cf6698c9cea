"""A record told in French carries its English beside: read in English, the two change places."""

from operator import is_
from typing import Any

import orjson


def read_as(text: str, *, english: bool) -> Any:  # noqa: ANN401 - JSON
    """What a prepared document says, in English where it has some or in French."""
    told = orjson.loads(text)
    return in_english(told) if english else told


def in_english(told: Any) -> Any:  # noqa: ANN401 - JSON
    """``told``, a document or what it holds, with its English said and its French in ``translations``.

    What has no English stays as it is, the same object: nothing is changed in place.
    """
    if isinstance(told, dict):
        return _document(told)
    if isinstance(told, list):
        others = [in_english(one) for one in told]
        return told if all(map(is_, told, others)) else others
    return told


def _document(told: dict[str, Any]) -> dict[str, Any]:
    changed = {}
    for name, value in told.items():
        if name != "translations" and (other := in_english(value)) is not value:
            changed[name] = other
    for said in told.get("translations", ()):
        english = {name: text for name, text in said.items() if name != "language"}
        french = {name: told[name] for name in english if told.get(name)}
        changed |= english | {"translations": [{"language": "fr", **french}] if french else []}
    return {name: value for name, value in (told | changed).items() if value != []} if changed else told
