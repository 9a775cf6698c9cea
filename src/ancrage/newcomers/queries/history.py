"""What changed about a person, when and by whom, from the history the database keeps by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.newcomers.models import FrenchLevel, HouseholdMember, ImmigrationStatus, Person, ServiceLanguage
from ancrage.newcomers.queries.revisions import shown

_FOLLOWED: tuple[type[Model], ...] = (Person, ImmigrationStatus, FrenchLevel, ServiceLanguage, HouseholdMember)
# Never shown, or not about the person: keys, counters, and what the clock adds.
_SILENT = frozenset({"id", "person", "household", "revision", "created_at", "warned_at", "compared_revision"})
_SECRET = frozenset({"document_number"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    who: str
    subject: str
    kind: str
    fields: tuple[FieldChange, ...]


def changes_of(person: Person, *, limit: int = 100) -> list[Change]:
    """The latest changes first: of the person, their statuses, levels, languages and place in a household."""
    steps = [step for model in _FOLLOWED for step in _steps(model, person)]
    steps.sort(key=lambda step: (step.event.pgh_created_at, step.event.pgh_id), reverse=True)
    steps = [step for step in steps if step.fields or step.event.pgh_label != "update"][:limit]
    names = _names(step.event for step in steps)
    return [
        Change(
            at=step.event.pgh_created_at - timedelta(days=settings.CLOCK_OFFSET_DAYS),
            who=names.get(_author(step.event), _("le système")),
            subject=capfirst(str(step.model._meta.verbose_name)),
            kind=_kind(step.event.pgh_label),
            fields=step.fields,
        )
        for step in steps
    ]


@dataclass(frozen=True, slots=True)
class _Step:
    model: type[Model]
    event: Any
    fields: tuple[FieldChange, ...]


def _steps(model: type[Model], person: Person) -> list[_Step]:
    """Each state of the rows of ``model`` about ``person``, with what it changed in the one before."""
    events: Any = model._meta.get_field("events").related_model
    about = {"pgh_obj_id": person.pk} if model is Person else {"person_id": person.pk}
    related = [field.name for field in _fields(model) if field.is_relation]
    rows = events.objects.filter(**about).select_related("pgh_context", *related).order_by("pgh_obj_id", "pgh_id")
    steps, before = [], None
    for event in rows:
        same = before is not None and before.pgh_obj_id == event.pgh_obj_id
        steps.append(_Step(model, event, tuple(_compare(model, before if same else None, event))))
        before = event
    return steps


def _compare(model: type[Model], before: Any, after: Any) -> Iterable[FieldChange]:  # noqa: ANN401 - events are made by pghistory
    if after.pgh_label == "delete":
        return
    for field in _fields(model):
        was, now = getattr(before, field.name, None), getattr(after, field.name)
        if was != now and not (before is None and now in (None, "", [])):
            yield FieldChange(
                label=capfirst(str(field.verbose_name)),
                before="" if before is None else _words(model, field.name, was),
                after=_words(model, field.name, now),
            )


def _fields(model: type[Model]) -> list[Any]:
    return [f for f in model._meta.concrete_fields if f.name not in _SILENT and not getattr(f, "generated", False)]


def _words(model: type[Model], name: str, value: Any) -> str:  # noqa: ANN401 - any field's
    if name in _SECRET:
        return "•••" + value[-3:] if value else shown(model(), name, value)
    if name == "during":
        upper = shown(model(), name, value.upper) if value.upper else "…"
        return f"{shown(model(), name, value.lower)} – {upper}"
    return shown(model(), name, value)


def _kind(label: str) -> str:
    return {"insert": _("Inscription"), "update": _("Modification"), "delete": _("Suppression")}[label]


def _author(event: Any) -> str:  # noqa: ANN401 - made by pghistory
    return str((event.pgh_context.metadata if event.pgh_context else {}).get("user") or "")


def _names(events: Iterable[Any]) -> dict[str, str]:
    ids = {UUID(author) for event in events if (author := _author(event))}
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=ids).only("full_name")}
