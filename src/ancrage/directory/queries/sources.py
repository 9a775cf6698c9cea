"""What is shown of sources and of what was read of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.accounts.access import Access
from ancrage.directory.models import EntryState, ReadingEntry, SourceReading
from ancrage.directory.permissions import Permission
from ancrage.directory.shapes import SHAPES
from ancrage.territory.models import Region

_KINDS: Final = {
    "organization": gettext_lazy("Organisme"),
    "program": gettext_lazy("Programme"),
    "location": gettext_lazy("Lieu"),
    "service": gettext_lazy("Service"),
    "service_at_location": gettext_lazy("Service en un lieu"),
}
_LONGEST: Final = 160


def regions_kept(access: Access) -> "QuerySet[Region]":
    """The regions whose directory the reader keeps."""
    scope = access.scopes(Permission.EDIT_DIRECTORY)
    return (Region.objects.all() if scope.everything else Region.objects.filter(pk__in=scope.regions)).in_order()


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A record as the preview shows it."""

    entry: ReadingEntry
    kind: str
    changes: list[Change]
    faults: list[tuple[str, str, str]]


def lines_of(entries: Iterable[ReadingEntry]) -> list[Line]:
    return [
        Line(
            entry=entry,
            kind=str(_KINDS.get(entry.kind, entry.kind)),
            changes=[_change(entry.kind, name, *told) for name, told in entry.changes.items()],
            faults=[(_within(entry, place), message, proposal or "") for place, message, proposal in entry.faults],
        )
        for entry in entries
    ]


def _within(entry: ReadingEntry, place: str) -> str:
    """Where it is in the record, whose own place is said once."""
    return place.removeprefix(entry.place).lstrip(". :\u00a0")


def _change(kind: str, name: str, before: Any, after: Any, kept: bool) -> Change:  # noqa: ANN401, FBT001 - JSON
    return Change(_label(kind, name), _words(before), _words(after), kept)


def _label(kind: str, name: str) -> str:
    if kind in SHAPES:
        fields = {one.name: one for one in SHAPES[kind].model._meta.get_fields() if one.concrete}
        if field := fields.get(name) or fields.get(name.removesuffix("_id")):
            return capfirst(str(getattr(field, "verbose_name", name)))
    words = {
        "phones": _("Téléphones"),
        "contacts": _("Personnes à joindre"),
        "schedules": _("Horaires"),
        "languages": _("Langues de service"),
        "service_at_locations": _("Lieux"),
        "service_areas": _("Territoires servis"),
        "addresses": _("Adresses"),
        "accessibility": _("Accessibilité"),
        "attributes": _("Classement"),
        "eligibilities": _("Admissibilité"),
        "cost_options": _("Tarifs"),
        "required_documents": _("Documents demandés"),
        "funding": _("Financement"),
        "organization_identifiers": _("Identifiants"),
    }
    return words.get(name, name)


def _words(value: Any) -> str:  # noqa: ANN401 - JSON
    if value is None or value in ("", [], {}):
        return "∅"
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def states_of(reading: SourceReading) -> list[tuple[str, str, int]]:
    """What there is to look at: code, words, how many."""
    return [(code, str(label), reading.counts[code]) for code, label in EntryState.choices if reading.counts.get(code)]


def unknown_of(reading: SourceReading) -> list[tuple[str, int]]:
    told = ((*name.partition("."), n) for name, n in reading.unknown.items())
    return sorted(
        (_("%(kind)s : %(name)s") % {"kind": _KINDS.get(kind, kind), "name": name}, n) for kind, _dot, name, n in told
    )
