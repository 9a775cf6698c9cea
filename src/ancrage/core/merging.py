"""What a merge does with each row that points to what is merged.

A context says it in its ``merging.py``, ``MERGING: dict[str, Rule]``, keyed ``"model.field"`` in lower case, and gives
it to ``register`` in its ``ready()``. The keys themselves are found by Django: a test fails for one without a rule.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction


class Rule(StrEnum):
    """MOVE: the row follows. GIVE_WAY: it follows, unless a row like it is there already. DROP: it goes.

    STAY: it remains with what is merged, where that is kept aside.
    """

    MOVE = "move"
    STAY = "stay"
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


def all_keys_to(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:
    """The same, with those that nothing leads back from: ties of many to many among them, which come first."""
    found = [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and not hasattr(relation.related_model, "pgh_tracked_model")
    ]
    yield from sorted(found, key=lambda key: (not key.model._meta.auto_created, name_of(key)))


def move(row: models.Model, key: "models.ForeignKey[Any, Any]", kept: models.Model) -> bool:
    """Whether ``row`` now points to ``kept``; a row like it that is there already makes it give way.

    :raises IntegrityError: for a row whose rule is to move in any case.
    """
    try:
        with transaction.atomic():
            key.model._base_manager.filter(pk=row.pk).update(**{key.name: kept})
    except IntegrityError:
        if rule_of(key) is Rule.MOVE:
            raise
        return False
    return True


def give_back(moved: Mapping[str, Any], *, kept: models.Model, to: models.Model) -> None:
    """Rows that followed, and still point to ``kept``, point again to where they came from."""
    for name, rows in moved.items():
        label, field = name.rsplit(".", 1)
        of_kept = apps.get_model(label)._base_manager.filter(pk__in=rows, **{field: kept})
        of_kept.update(**{field: to})


def name_of(key: "models.ForeignKey[Any, Any]") -> str:
    return f"{key.model._meta.label_lower}.{key.name}"


def rule_of(key: "models.ForeignKey[Any, Any]") -> Rule:
    """:raises KeyError: when its context says nothing of it."""
    return _RULES[name_of(key)]
