"""What changed on a person between two revisions, field by field, for someone who wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core.cldr import country_name, language_name
from ancrage.newcomers.models import Person
from ancrage.ui.formats import day, phone

UNKNOWN = object()
"""What a field was, when the history does not say: whatever differs is then disputed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that someone else changed. ``is_disputed``: the reader changed it too, and otherwise."""

    field: str
    label: str
    before: str
    theirs: str
    mine: str
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What happened since: who wrote last, and what it changed."""

    who: str
    differences: tuple[Difference, ...]

    @property
    def disputed(self) -> list[str]:
        return [one.field for one in self.differences if one.is_disputed]


def meanwhile(current: Person, *, seen: int, mine: Mapping[str, Any]) -> Meanwhile:
    """Compare the person at revision ``seen``, now, and as ``mine`` would have them."""
    base = _at_revision(current, seen)
    theirs = {name: getattr(current, name) for name in mine}
    return Meanwhile(
        who=_last_writer(current),
        differences=tuple(
            _difference(current, name, base.get(name, UNKNOWN), theirs[name], mine[name])
            for name in mine
            if theirs[name] not in (base.get(name, UNKNOWN), mine[name])
        ),
    )


def _difference(person: Person, name: str, before: Any, theirs: Any, mine: Any) -> Difference:  # noqa: ANN401
    return Difference(
        field=name,
        label=capfirst(str(person._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
        before=shown(person, name, before),
        theirs=shown(person, name, theirs),
        mine=shown(person, name, mine),
        is_disputed=mine != before,
    )


def _at_revision(person: Person, revision: int) -> dict[str, Any]:
    """The person's fields as they were; nothing when the history does not go back so far."""
    event = person.events.filter(revision=revision).order_by("-pgh_id").first()  # type: ignore[attr-defined] # by pghistory
    if event is None:
        return {}
    return {
        field.name: getattr(event, field.name)
        for field in person._meta.concrete_fields
        if hasattr(event, field.attname)
    }


def _last_writer(person: Person) -> str:
    event = person.events.select_related("pgh_context").order_by("-pgh_id").first()  # type: ignore[attr-defined]
    found = (event.pgh_context.metadata if event and event.pgh_context else {}).get("user")
    user = User.objects.filter(pk=UUID(found)).first() if found else None
    return user.full_name if user else _("une autre personne")


def shown(row: models.Model, name: str, value: Any) -> str:  # noqa: ANN401, PLR0911 - one answer by kind of value
    """A value of any field, in words."""
    if value is UNKNOWN:
        return _("inconnu")
    if value is None or value in ("", []):
        return _("vide")
    if isinstance(value, bool):
        return _("Oui") if value else _("Non")
    if isinstance(value, date):
        return day(value)
    if name == "phone":
        return phone(value)
    if name in {"languages", "interpreter_language", "language"}:
        return ", ".join(language_name(code) for code in (value if isinstance(value, list) else [value]))
    if name == "origin_country":
        return country_name(value)
    choices = dict(getattr(row._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))
