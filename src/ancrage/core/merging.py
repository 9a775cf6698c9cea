"""What a merge does with each row that points to what is merged.

A context says it in its ``merging.py``, ``MERGING: dict[str, Rule]``, keyed ``"model.field"`` in lower case, and gives
it to ``register`` in its ``ready()``. The keys themselves are found by Django: a test fails for one without a rule.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.db import models


class Rule(StrEnum):
    """MOVE: the row follows. GIVE_WAY: it follows, unless a row like it is there already. DROP: it goes."""

    MOVE = "move"
    GIVE_WAY = "give_way"
    DROP = "drop"


_RULES: dict[str, Rule] = {}


def register(context: str, rules: Mapping[str, Rule]) -> None:
    _RULES.update({f"{context}.{key}": rule for key, rule in rules.items()})


def keys_to(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:
    """Every foreign key to ``model``, those of history tables excepted: history is not rewritten."""
    for relation in model._meta.related_objects:
        if not hasattr(relation.related_model, "pgh_tracked_model"):
            yield relation.field  # type: ignore[misc] # a foreign key


def name_of(key: "models.ForeignKey[Any, Any]") -> str:
    return f"{key.model._meta.label_lower}.{key.name}"


def rule_of(key: "models.ForeignKey[Any, Any]") -> Rule:
    """:raises KeyError: when its context says nothing of it."""
    return _RULES[name_of(key)]
