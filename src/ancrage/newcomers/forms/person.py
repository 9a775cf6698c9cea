from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.forms.fields import CountryField, LanguageField
from ancrage.newcomers.models import ContactWay, Person, Pronoun
from ancrage.newcomers.models.person import EDITABLE
from ancrage.newcomers.queries.revisions import Difference, Meanwhile, shown
from ancrage.territory.forms import MunicipalityField
from ancrage.ui import forms as ui

NAMES = ("given_names", "family_names", "original_name")
"""One of them at least is needed."""

_CHOICE = "choix_"
_NARROW = {"class": "an-w-md"}


class PersonForm(ui.Form):
    """Who someone is and how to reach them. ``disputed`` fields ask which of two versions to keep."""

    sections = (
        ui.Section(_("À choisir"), tuple(_CHOICE + name for name in EDITABLE)),
        ui.Section(
            _("Nom"),
            ("given_names", "family_names", "original_name", "other_names", "pronoun", "birth_on"),
            _("Tel que la personne le porte. Un seul nom suffit."),
        ),
        ui.Section(
            _("Joindre"),
            ("phone", "phone_note", "email", "contact_way", "contact_hours", "may_leave_message", "may_write"),
        ),
        ui.Section(_("Lieu et arrivée"), ("municipality", "address", "origin_country", "arrived_on", "expected_on")),
        ui.Section(_("Langues"), ("languages", "interpreter_language")),
    )

    given_names = forms.CharField(label=_("Prénoms"), max_length=120, required=False)
    family_names = forms.CharField(label=_("Noms de famille"), max_length=120, required=False)
    original_name = forms.CharField(
        label=_("Nom dans l’écriture d’origine"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    other_names = forms.CharField(
        label=_("Autres noms portés"),
        max_length=240,
        required=False,
        help_text=_("Nom de naissance, autre transcription."),
    )
    pronoun = forms.ChoiceField(
        label=_("Pronom"),
        choices=[("", _("Non précisé")), *Pronoun.choices],
        required=False,
        widget=ui.Radios(inline=True),
    )
    birth_on = ui.BirthDateField(label=_("Date de naissance"), required=False)
    phone = ui.PhoneField(label=_("Téléphone"), required=False)
    phone_note = forms.CharField(
        label=_("Précision sur le téléphone"),
        max_length=120,
        required=False,
        help_text=_("Par exemple : partagé avec sa conjointe."),
    )
    email = forms.EmailField(label=_("Courriel"), required=False, widget=forms.EmailInput)
    contact_way = forms.ChoiceField(
        label=_("Façon sûre de joindre la personne"), choices=ContactWay.choices, widget=ui.Radios(inline=True)
    )
    contact_hours = forms.CharField(label=_("Quand la joindre"), max_length=120, required=False)
    may_leave_message = forms.BooleanField(label=_("Accepte qu’on laisse un message"), required=False)
    may_write = forms.BooleanField(
        label=_("Accepte qu’on lui écrive"),
        required=False,
        help_text=_("Décoché : aucun courriel, aucune lettre. Quelqu’un d’autre pourrait les lire."),
    )
    municipality = MunicipalityField(label=_("Municipalité"), required=False)
    address = forms.CharField(
        label=_("Adresse"), max_length=300, required=False, help_text=_("Jamais montrée aux membres du ménage.")
    )
    origin_country = CountryField(label=_("Pays d’origine"), required=False)
    arrived_on = ui.DayField(label=_("Arrivée au Québec"), required=False)
    expected_on = ui.DayField(label=_("Arrivée prévue"), required=False)
    languages = ui.LanguagesField(
        label=_("Langues parlées"), required=False, help_text=_("Séparées par des virgules : espagnol, anglais.")
    )
    interpreter_language = LanguageField(label=_("Interprète en"), required=False, but_french=True)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    disputed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: MultiValueDict[str, Any] | None = None,
        *,
        person: Person,
        today: date,
        meanwhile: Meanwhile | None = None,
    ) -> None:
        super().__init__(
            data, initial={name: getattr(person, name) for name in EDITABLE} | {"revision": person.revision}
        )
        self.person = person
        self.initial["municipality"] = person.municipality_id
        self.fields["birth_on"].latest = today  # type: ignore[attr-defined] # a BirthDateField's
        differences = [one for one in meanwhile.differences if one.is_disputed] if meanwhile else []
        if disputed := differences or self._still_disputed():
            self._offer(disputed)

    def _still_disputed(self) -> list[str]:
        return [name for name in self.data.get("disputed", "").split(",") if name in EDITABLE]

    def _offer(self, disputed: Iterable[Difference | str]) -> None:
        for one in disputed:
            name = one if isinstance(one, str) else one.field
            theirs = shown(self.person, name, getattr(self.person, name))
            mine = "" if isinstance(one, str) else one.mine
            self.fields[_CHOICE + name] = forms.ChoiceField(
                label=_("%(field)s : deux versions") % {"field": self.fields[name].label},
                choices=[
                    ("mine", _("Garder la vôtre : %(value)s") % {"value": mine} if mine else _("Garder la vôtre")),
                    ("theirs", _("Prendre celle qui est enregistrée : %(value)s") % {"value": theirs}),
                ],
                widget=ui.Radios,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in EDITABLE:
            if cleaned.get(_CHOICE + name) == "theirs":
                cleaned[name] = getattr(self.person, name)
                self.errors.pop(name, None)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field of the person."""
        return {name: self.cleaned_data[name] for name in EDITABLE if name in self.cleaned_data}


def contradictions(typed: Mapping[str, Any], wrong: Collection[str], today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with someone as a whole, by field; those already ``wrong`` are not told again."""
    if not any(typed.get(name) for name in NAMES) and not set(NAMES) & set(wrong):
        yield "given_names", _now("Inscrivez au moins un nom.")
    arrived, born = typed.get("arrived_on"), typed.get("birth_on")
    if arrived and arrived > today:
        yield "arrived_on", _now("Cette date est à venir : inscrivez-la comme arrivée prévue.")
    elif arrived and born and arrived < born:
        yield "arrived_on", _now("L’arrivée précède la naissance.")


def merged(data: MultiValueDict[str, Any], current: Person, meanwhile: Meanwhile) -> MultiValueDict[str, Any]:
    """What was typed, brought up to the person as they are now: only the disputed fields are left to choose."""
    blank = PersonForm(person=current, today=date.max)
    together = data.copy()
    for one in meanwhile.differences:
        if not one.is_disputed:
            _put(together, blank, one.field)
    for name in [name for name in together if name.startswith(_CHOICE)]:
        del together[name]
    together["revision"] = str(current.revision)
    together["disputed"] = ",".join(meanwhile.disputed)
    return together


def _put(data: MultiValueDict[str, Any], form: PersonForm, name: str) -> None:
    """Write the form's initial value of ``name`` as a browser would send it."""
    field = form.fields[name]
    value = field.prepare_value(form.initial[name])
    if isinstance(field.widget, forms.MultiWidget):
        for place, part in enumerate(field.widget.decompress(value) or []):
            data[f"{name}_{place}"] = str(part)
    elif isinstance(field, forms.BooleanField):
        data.pop(name, None)
        if value:
            data[name] = "on"
    else:
        shown_as = field.widget.format_value(value) or ""
        data[name] = shown_as[0] if isinstance(shown_as, list) else str(shown_as)
