"""Samples for the page that shows every component in its states. Invented people and places."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms as django_forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms
from ancrage.ui.maps import Home, Pin, Town, drawn

TABS = [_("Plan"), _("Notes"), _("Documents")]
TOWNS = [("2410043", "Rimouski"), ("2409077", "Mont-Joli"), ("2408053", "Matane"), ("2412072", "Rivière-du-Loup")]
_ICONS = """
search sun folder inbox calendar send book building globe pen sign flag chart bell help user users check ok circle
clock hourglass x alert info right left down up plus phone video mail pin download print filter more lock shield
list undo link home child briefcase speech car doc eye pause refresh menu heart money table star map key
"""
ICONS = tuple(_ICONS.split())
COLOURS = [
    ("var(--an-ink)", _("Encre"), _("texte")),
    ("var(--an-ink-2)", _("Encre 2"), _("aide, libellés")),
    ("var(--an-link)", _("Lien"), _("liens, action principale")),
    ("var(--an-band)", _("Bandeau"), _("en-tête")),
    ("var(--qc-color-pink-regular)", _("Accent"), _("trait du titre, onglet")),
    ("var(--an-canvas)", _("Fond"), _("fond du personnel")),
    ("var(--an-surface)", _("Surface"), _("cartes")),
    ("var(--an-line)", _("Filet"), _("séparations")),
    ("var(--an-ok-bg)", _("Réussi"), _("état réussi")),
    ("var(--an-info-bg)", _("Information"), _("état en cours")),
    ("var(--an-warn-bg)", _("Attention"), _("échéance proche")),
    ("var(--an-bad-bg)", _("Échec"), _("retard, refus")),
]


PLACES = [
    (48.588, -68.185, _("Français du soir")),
    (48.452, -68.522, _("Jumelage linguistique")),
    (48.586, -68.190, _("Francisation à temps partiel")),
    (48.841, -67.533, _("Club de conversation")),
]
LANDMARKS = [
    Town("Rimouski", 48.449, -68.525),
    Town("Mont-Joli", 48.585, -68.189),
    Town("Matane", 48.843, -67.531),
    Town("Amqui", 48.462, -67.432),
    Town("Trois-Pistoles", 48.126, -69.175),
    Town("Rivière-du-Loup", 47.836, -69.537),
]
# Roughly La Mitis, as a boundary may be.
BOUNDARY = [
    [
        [
            [-68.36, 48.57],
            [-68.02, 48.69],
            [-67.86, 48.52],
            [-67.62, 48.33],
            [-67.9, 48.2],
            [-68.3, 48.42],
            [-68.36, 48.57],
        ]
    ]
]


class SampleForm(forms.Form):
    """One field of each kind."""

    sections = (
        forms.Section(_("La personne"), ("surname", "town", "born", "permit_until")),
        forms.Section(
            _("La rencontre"),
            ("language", "mode", "interpreter", "shared", "phone", "note", "agreed"),
            _("Ce que la personne préfère."),
        ),
    )
    surname = django_forms.CharField(
        label=_("Nom de famille"),
        required=False,
        max_length=60,
        help_text=_("Laissez vide si la personne porte un seul nom."),
    )
    town = forms.ComboboxField(label=_("Municipalité de destination"), options=lambda: TOWNS)
    born = forms.BirthDateField(label=_("Date de naissance"))
    permit_until = forms.DayField(label=_("Permis valide jusqu’au"), required=False)
    language = django_forms.ChoiceField(
        label=_("Langue de service"),
        choices=[("fr", _("Français")), ("fr-es", _("Français, avec l’espagnol"))],
        widget=django_forms.Select(attrs={"class": "an-w-md"}),
    )
    mode = django_forms.ChoiceField(
        label=_("Mode de rencontre"),
        choices=[("video", _("Visioconférence")), ("phone", _("Téléphone")), ("place", _("Sur place"))],
        widget=forms.Radios(hints={"place": _("Point de services de Rimouski, salle B")}),
    )
    interpreter = forms.YesNoField(label=_("Avez-vous besoin d’un interprète?"))
    shared = django_forms.MultipleChoiceField(
        label=_("Renseignements à communiquer"),
        choices=[("contact", _("Coordonnées")), ("plan", _("Besoins et plan d’action")), ("health", _("Santé"))],
        widget=forms.Checkboxes,
        required=False,
    )
    phone = forms.PhoneField(label=_("Numéro de téléphone"), required=False)
    note = django_forms.CharField(label=_("Note"), widget=django_forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = django_forms.BooleanField(label=_("La personne a vu l’avis de confidentialité"))


class SampleFilters(forms.FilterForm):
    region = django_forms.ChoiceField(
        label=_("MRC"), choices=[("", _("Toutes")), ("mitis", "La Mitis")], required=False
    )
    state = django_forms.ChoiceField(
        label=_("État"), choices=[("", _("Tous")), ("open", _("En accompagnement"))], required=False
    )
    name = django_forms.CharField(label=_("Nom"), required=False)


WRONG = {
    "surname": "Al-Masri",
    "town": "Rimousky",
    "born_0": "30",
    "born_1": "2",
    "born_2": "1987",
    "permit_until": "31/03/2021",
    "language": "fr",
    "mode": "video",
    "shared": ["contact", "plan"],
    "phone": "418 555-0142",
    "note": "Préfère être jointe le matin.",
}


def samples(today: date, filters: QueryDict | None) -> dict[str, Any]:
    """What the gallery shows, around the day ``today``."""
    places = [Pin(n, *place, f"#c-lieu-{n}") for n, place in enumerate(PLACES, start=1)]
    return {
        "places": places,
        "map": drawn(places, home=Home(48.575, -68.21, radius_km=20), towns=LANDMARKS, boundaries=[BOUNDARY]),
        "icons": ICONS,
        "colours": COLOURS,
        "form": SampleForm(_as_post(WRONG.items())),
        "filters": SampleFilters(filters),
        "steps": [_("Personne"), _("Ménage"), _("Consentement"), _("Rendez-vous"), _("Vérification")],
        "tabs": [{"name": name, "url": f"?onglet={n}", "count": n * 3} for n, name in enumerate(TABS)],
        "today": today,
        "due": [today + timedelta(days=9), today, today - timedelta(days=4)],
    }


def _as_post(pairs: Iterable[tuple[str, Any]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.setlist(name, value if isinstance(value, list) else [value])
    return data
