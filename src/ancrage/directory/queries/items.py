"""What may be changed of a record: its items, in the order of its form, each with its words.

A value is plain JSON all the way, so that a form, a proposal and a comparison speak of the same thing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.directory import models as directory
from ancrage.directory.models.base import Record
from ancrage.directory.shapes import SHAPES

Content = dict[str, Any]
ENGLISH: Final = "_en"
_TOLD_ENGLISH: Final = " (en)"


class Kind(StrEnum):
    """TEXT, LONG: words, with their English; ROWS: rows of a table that belong to the record; LINKS: what it is tied to."""

    TEXT = "text"
    LONG = "long"
    PLAIN = "plain"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    FLAG = "flag"
    LINK = "link"
    LINKS = "links"
    ROWS = "rows"
    HOURS = "hours"


@dataclass(frozen=True)
class Item:
    """``is_private``: its value is told to no one outside. ``rows``: the table, and the columns that are shown."""

    name: str
    kind: Kind
    label: str | Promise = ""
    is_private: bool = False
    rows: type[models.Model] | None = None
    columns: tuple[str, ...] = ()

    @property
    def is_translated(self) -> bool:
        return self.kind in {Kind.TEXT, Kind.LONG}

    @property
    def names(self) -> list[str]:
        return [self.name, self.name + ENGLISH] if self.is_translated else [self.name]


@dataclass(frozen=True)
class Sheet:
    """A sort of record: its name in HSDS, in addresses, and its items by section."""

    kind: str
    slug: str
    model: type[Record]
    word: str | Promise
    sections: tuple[tuple[str | Promise, tuple[Item, ...]], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for _title, items in self.sections for item in items)

    @property
    def names(self) -> list[str]:
        """What its content is made of, in the order of its form."""
        return [name for item in self.items for name in item.names]

    def item(self, name: str) -> Item | None:
        name = name.removesuffix(ENGLISH)
        return next((item for item in self.items if item.name == name), None)

    def told_name(self, name: str) -> str:
        """What HSDS calls a value of its content; its English apart."""
        names = {column: prop for prop, column in SHAPES[self.kind].columns.items()}
        base = name.removesuffix(ENGLISH)
        return names.get(base, base) + (_TOLD_ENGLISH if name.endswith(ENGLISH) else "")

    def name_told(self, told: str) -> str:
        """The other way round."""
        base = told.removesuffix(_TOLD_ENGLISH)
        return SHAPES[self.kind].columns.get(base, base) + (ENGLISH if told.endswith(_TOLD_ENGLISH) else "")

    def label(self, name: str) -> str:
        """What a value of its content is called."""
        item = self.item(name)
        if item is None:
            return name
        label = str(item.label or self.model._meta.get_field(item.name).verbose_name)  # type: ignore[union-attr]
        label = label[:1].upper() + label[1:]
        return str(_("%(label)s, en anglais")) % {"label": label} if name.endswith(ENGLISH) else label


def _all(kind: Kind, *names: str) -> Iterator[Item]:
    return (Item(name, kind) for name in names)


def _rows(name: str, label: Promise | str, model: type[models.Model], *columns: str) -> Item:
    return Item(name, Kind.ROWS, label, rows=model, columns=columns)


_PHONES: Final = _rows("phones", _("téléphones"), directory.Phone, "number", "extension", "description", "is_public")
_CONTACTS: Final = replace(
    _rows("contacts", _("personnes à joindre"), directory.Contact, "name", "title", "email", "is_public"),
    is_private=True,
)

ORGANIZATION: Final = Sheet(
    "organization",
    "organismes",
    directory.Organization,
    _("organisme"),
    (
        (
            _("Nom"),
            (
                Item("name", Kind.TEXT),
                Item("short_name", Kind.PLAIN),
                Item("kind", Kind.CHOICE),
                Item("municipality", Kind.LINK),
            ),
        ),
        (
            _("Joindre"),
            (
                _PHONES,
                *_all(Kind.PLAIN, "public_email", "website"),
                Item("email", Kind.PLAIN, is_private=True),
                _CONTACTS,
            ),
        ),
        (
            _("Ce que c’est"),
            (
                Item("description", Kind.LONG),
                Item("legal_status", Kind.PLAIN),
                Item("year_incorporated", Kind.NUMBER),
            ),
        ),
    ),
)

SERVICE: Final = Sheet(
    "service",
    "services",
    directory.Service,
    _("service"),
    (
        (
            _("Le service"),
            (
                Item("name", Kind.TEXT),
                Item("alternate_name", Kind.PLAIN),
                Item("description", Kind.LONG),
                Item("program", Kind.LINK),
                Item("domains", Kind.LINKS),
                Item("publics", Kind.CHOICES),
                Item("alert", Kind.LONG),
            ),
        ),
        (
            _("Comment et quand"),
            (
                Item("modes", Kind.CHOICES),
                Item("languages", Kind.LINKS, _("langues de service")),
                Item("interpretation", Kind.PLAIN),
                Item("hours", Kind.HOURS, _("heures")),
                Item("schedule", Kind.TEXT),
            ),
        ),
        (_("Où"), (Item("locations", Kind.LINKS), Item("areas", Kind.LINKS, _("territoire servi")))),
        (
            _("Pour qui"),
            (
                Item("eligibility", Kind.LONG),
                *_all(Kind.NUMBER, "minimum_age", "maximum_age"),
                _rows(
                    "eligibilities",
                    _("statuts admis ou non"),
                    directory.ServiceEligibility,
                    "status",
                    "is_admitted",
                    "start",
                    "until",
                ),
            ),
        ),
        (
            _("Coût"),
            (
                Item("fee_kind", Kind.CHOICE),
                Item("fee", Kind.LONG),
                _rows("cost_options", _("tarifs"), directory.CostOption, "option", "amount", "amount_description"),
            ),
        ),
        (
            _("S’inscrire et joindre"),
            (
                Item("application", Kind.LONG),
                _rows("required_documents", _("documents demandés"), directory.RequiredDocument, "document"),
                _PHONES,
                *_all(Kind.PLAIN, "email", "url"),
                _CONTACTS,
            ),
        ),
        (
            _("Accueil"),
            (
                Item("accepts_referrals", Kind.FLAG),
                *_all(Kind.NUMBER, "answer_days", "waiting_weeks"),
                Item("waiting_note", Kind.LONG),
                Item("places", Kind.NUMBER),
            ),
        ),
    ),
)

LOCATION: Final = Sheet(
    "location",
    "lieux",
    directory.Location,
    _("lieu"),
    (
        (
            _("Le lieu"),
            (
                Item("name", Kind.TEXT),
                Item("municipality", Kind.LINK),
                _rows("addresses", _("adresse"), directory.Address, "address_1", "address_2", "postal_code"),
                Item("is_public", Kind.FLAG, _("adresse connue de tout le monde")),
                *_all(Kind.NUMBER, "latitude", "longitude"),
            ),
        ),
        (
            _("Y venir"),
            (
                Item("transportation", Kind.LONG),
                _rows("accessibilities", _("accessibilité"), directory.Accessibility, "description", "details"),
                _PHONES,
                Item("description", Kind.LONG),
            ),
        ),
    ),
)

PROGRAM: Final = Sheet(
    "program",
    "programmes",
    directory.Program,
    _("programme"),
    (
        (
            _("Le programme"),
            (Item("name", Kind.TEXT), Item("alternate_name", Kind.PLAIN), Item("description", Kind.LONG)),
        ),
    ),
)

SHEETS: Final[Mapping[str, Sheet]] = {one.slug: one for one in (ORGANIZATION, SERVICE, LOCATION, PROGRAM)}
BY_KIND: Final[Mapping[str, Sheet]] = {one.kind: one for one in SHEETS.values()}


def sheet_of(record: Record) -> Sheet:
    return BY_KIND[record._meta.model_name or ""]
