"""A record's form, in sections: made from what may be changed of it (``queries.items``)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.directory.forms.areas import TOWNS, area_fields, joined, split
from ancrage.directory.forms.fields import COLUMNS, HoursField
from ancrage.directory.models import Location, NeedDomain, Organization, Program, Service
from ancrage.directory.queries.contents import in_words, told
from ancrage.directory.queries.items import ENGLISH, Content, Item, Kind, Sheet
from ancrage.territory.forms import MunicipalityField
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

_HELP: Final[Mapping[str, Any]] = {
    "email": {"organization": _("Les aiguillages et leurs codes y sont envoyés. Jamais publié.")},
    "hours": {"service": _("Une ligne par horaire : « lundi au jeudi, 9 h à 16 h 30 ». Vide : sur rendez-vous.")},
    "schedule": {"service": _("Ce que les heures ne disent pas : « sur rendez-vous », « sauf l’été ».")},
    "areas": {"service": _("Où vivent les personnes servies.")},
    "eligibilities": {"service": _("Un statut sans ligne est admis.")},
    "contacts": dict.fromkeys(
        ("organization", "service"), _("Connues de tout le monde seulement si elles l’acceptent.")
    ),
    "latitude": {"location": _("Comme 48.4502. Vide, avec la longitude : le centre de la municipalité.")},
    "publics": {"service": _("Aucun : tout le monde.")},
    "alert": {"service": _("Ce qui est vrai en ce moment : une fermeture, un déménagement.")},
}


class RecordForm(ui.Form):
    """What a record says. ``values()`` is its content as typed; ``seen`` is when it was read."""

    seen = forms.FloatField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        sheet: Sheet,
        content: Content,
        organization: Organization | None,
        at: datetime,
        told_only: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        hidden = _hidden(sheet, content) if told_only else {}
        content = {name: _without(value, hidden.get(name, [])) for name, value in content.items()}
        self.sheet, self.content, self.hidden = sheet, content, hidden
        self.sections = tuple(  # type: ignore[misc] # those of this sheet
            ui.Section(title, [name for item in items for name in _names(item)]) for title, items in sheet.sections
        )
        self.initial = {"seen": at.timestamp(), **split(content), **self.initial}
        frame = _Frame(sheet, organization, content, told_only)
        for item in (one for one in sheet.items if not (told_only and (one.is_private or one.name == "is_public"))):
            for name, field in _fields(item, frame):
                prepare(field)
                self.fields[name] = field

    def values(self) -> Content:
        """What was typed, as contents are kept, with what was not shown of it."""
        return joined({name: self._value(name, value) for name, value in self.cleaned_data.items() if name != "seen"})

    def _value(self, name: str, value: Any) -> Any:  # noqa: ANN401 - plain JSON
        item = self.sheet.item(name)
        if item is None:
            return value
        if item.kind == Kind.LINK:
            return str(value.pk) if value else None
        if item.kind in {Kind.CHOICES, Kind.LINKS} and name != "languages":
            return sorted([*value, *self.hidden.get(name, [])])
        return [*self.hidden[name], *value] if self.hidden.get(name) else value

    def read_at(self) -> datetime | None:
        seen = self.cleaned_data.get("seen")
        return datetime.fromtimestamp(seen, UTC) if seen else None

    def read_again(self, at: datetime) -> None:
        """What is typed stays, beside what others wrote meanwhile, which was just said."""
        self.data = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        self.data["seen"] = str(at.timestamp())  # type: ignore[index]

    def typed(self) -> Content:
        """What is in the inputs, right or wrong, as initial values."""
        return {
            name: field.widget.value_from_datadict(self.data, {}, name)
            for name, field in self.fields.items()
            if name != "seen"
        }


def _hidden(sheet: Sheet, content: Content) -> Content:
    """What is kept to those who refer, by item: neither shown nor lost."""
    found = {}
    for item in sheet.items:
        if item.kind in {Kind.ROWS, Kind.LINKS}:
            found[item.name] = _without(content[item.name], told(item, content[item.name]))
    return found


def _without(value: Any, some: list[Any]) -> Any:  # noqa: ANN401 - plain JSON
    return [one for one in value if one not in some] if some else value


def _names(item: Item) -> list[str]:
    return [item.name, TOWNS] if item.name == "areas" else item.names


@dataclass(frozen=True)
class _Frame:
    sheet: Sheet
    organization: Organization | None
    content: Content
    told_only: bool


def _fields(item: Item, frame: _Frame) -> Iterator[tuple[str, forms.Field]]:
    sheet = frame.sheet
    if item.name == "areas":
        field, towns = area_fields(frame.organization, frame.content["areas"])
        yield TOWNS, towns
    else:
        field = _field(item, frame)
    field.label, field.help_text = sheet.label(item.name), _HELP.get(item.name, {}).get(sheet.kind, "")
    yield item.name, field
    if item.is_translated:
        english = _text_field(sheet, item)
        english.required, english.label = False, sheet.label(item.name + ENGLISH)
        english.widget.attrs["lang"] = "en"
        yield item.name + ENGLISH, english


def _field(item: Item, frame: _Frame) -> forms.Field:
    sheet = frame.sheet
    match item.kind:
        case Kind.TEXT | Kind.LONG | Kind.PLAIN | Kind.NUMBER:
            return _text_field(sheet, item)
        case Kind.CHOICE | Kind.CHOICES:
            return _choice_field(sheet, item)
        case Kind.FLAG:
            return ui.YesNoField()
        case Kind.ROWS:
            return ui.RowsField(columns=COLUMNS[item.name], required=False)
        case Kind.HOURS:
            return HoursField(required=False)
        case _:
            return _link_field(item, frame)


def _text_field(sheet: Sheet, item: Item) -> forms.Field:
    column: Any = sheet.model._meta.get_field(item.name)
    extra = {"assume_scheme": "https"} if isinstance(column, models.URLField) else {}
    field: forms.Field = column.formfield(**extra)
    if extra:
        field.error_messages["invalid"] = _("Écrivez l’adresse en entier, comme https://exemple.ca.")
        field.validators = [
            URLValidator(message=field.error_messages["invalid"]) if isinstance(one, URLValidator) else one
            for one in field.validators
        ]
    if item.kind == Kind.LONG:
        field.widget = forms.Textarea(attrs={"rows": 4 if item.name == "description" else 2})
    elif isinstance(column, models.TextField):
        field.widget = forms.TextInput()
    if item.kind == Kind.NUMBER:
        field.widget.attrs["class"] = "an-w-sm"
    return field


def _choice_field(sheet: Sheet, item: Item) -> forms.Field:
    column: Any = sheet.model._meta.get_field(item.name)
    choices = getattr(column, "base_field", column).choices
    if item.kind == Kind.CHOICES:
        return forms.MultipleChoiceField(choices=choices, required=False, widget=ui.Checkboxes(inline=True))
    free = [("", _("Non précisé"))] if column.blank else []
    return forms.ChoiceField(choices=[*free, *choices], required=not column.blank)


def _link_field(item: Item, frame: _Frame) -> forms.Field:
    organization, content = frame.organization, frame.content
    match item.name:
        case "municipality":
            return MunicipalityField(widget=ui.ComboboxWidget())
        case "program":
            programs = Program.objects.filter(organization=organization).order_by("name", "pk")
            return forms.ModelChoiceField(queryset=programs, required=False, empty_label=_("Aucun"))
        case "languages":
            return ui.LanguagesField(help_text=_("Séparées par des virgules."), required=False)
        case "domains":
            choices = [(one.code, one.label) for one in NeedDomain.objects.active().in_order()]
            return _checkboxes(choices, required=True)
        case _:
            places = Location.objects.filter(organization=organization).order_by("name", "pk")
            places = places.filter(is_public=True) if frame.told_only else places
            return _checkboxes(_with_chosen(item, [(str(one.pk), one.name or _now("Lieu")) for one in places], content))


def _checkboxes(choices: list[tuple[str, Any]], *, required: bool = False) -> forms.Field:
    return forms.MultipleChoiceField(choices=choices, required=required, widget=ui.Checkboxes(inline=True))


def _with_chosen(item: Item, offered: list[tuple[str, str]], content: Content) -> list[tuple[str, str]]:
    """What is chosen already stays offered, wherever it comes from."""
    known = {key for key, _label in offered}
    return [*offered, *((key, in_words(item, [key], record=Service)) for key in content[item.name] if key not in known)]
