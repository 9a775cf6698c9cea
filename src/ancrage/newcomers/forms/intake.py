from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.actions.intake import Entry
from ancrage.newcomers.forms.languages import LevelForm, ServiceLanguageForm
from ancrage.newcomers.forms.person import PersonForm, contradictions
from ancrage.newcomers.forms.places import PlaceForm
from ancrage.newcomers.forms.search import borrowed, wanted_of
from ancrage.newcomers.forms.statuses import StatusForm
from ancrage.newcomers.models import LanguageGround, LevelSource
from ancrage.newcomers.queries.likeness import Wanted
from ancrage.territory.models import ServicePoint
from ancrage.ui import forms as ui

_NAMES = ("given_names", "family_names", "original_name", "other_names")
_PERSON = (
    *_NAMES,
    "pronoun",
    "birth_on",
    "phone",
    "phone_note",
    "email",
    "contact_way",
    "contact_hours",
    "may_leave_message",
    "may_write",
    "origin_country",
    "arrived_on",
    "expected_on",
    "languages",
    "interpreter_language",
)
_STATUS = ("category", "program", "document", "document_number", "valid_from", "valid_to")
_SKILLS = ("listening", "speaking", "reading", "writing")
_LEVEL = (*_SKILLS, "source", "assessed_on")
_LANGUAGE = ("language", "ground")


class EntryForm(PlaceForm):
    """Someone new: who they are, where they go, what is known of their status and languages."""

    marks_optional = False

    sections = (
        ui.Section(
            _("Identité"), (*_NAMES, "pronoun", "birth_on"), _("Tels que la personne les porte. Un seul nom suffit.")
        ),
        ui.Section(
            _("Joindre"),
            ("phone", "phone_note", "email", "contact_way", "contact_hours", "may_leave_message", "may_write"),
        ),
        ui.Section(
            _("Origine, arrivée et destination"),
            ("origin_country", "arrived_on", "expected_on", "municipality", "service_point", "has_family"),
        ),
        ui.Section(
            _("Langues"),
            ("languages", "interpreter_language", *_LANGUAGE),
            _("Le service se donne en français. Une autre langue s’y ajoute seulement pour un motif prévu par la loi."),
        ),
        ui.Section(_("Statut d’immigration"), _STATUS),
        ui.Section(
            _("Niveau de français"), _LEVEL, _("De 1 à 12, si la personne a un résultat. Le reste peut attendre.")
        ),
    )
    has_family = forms.BooleanField(
        label=_("La personne vient avec un conjoint, des enfants ou d’autres proches"),
        required=False,
        help_text=_("La page du ménage s’ouvrira ensuite."),
    )
    is_someone_else = forms.BooleanField(label=_("J’ai vérifié : ce n’est aucune de ces personnes"), required=False)

    def __init__(self, *args: Any, today: date, own: Sequence[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, today=today, own=own, **kwargs)
        self.fields |= borrowed(PersonForm, _PERSON) | borrowed(StatusForm, _STATUS)
        self.fields |= borrowed(LevelForm, _LEVEL) | borrowed(ServiceLanguageForm, _LANGUAGE)
        self.fields["birth_on"].latest = today  # type: ignore[attr-defined] # a BirthDateField's
        self.fields["contact_way"].required = True
        self.fields["language"].label = _("Autre langue de service")
        self.fields["ground"].label = _("Motif de l’autre langue")
        self.fields["ground"].initial = ""
        self._offer_none("ground", _("Aucune autre langue"))
        self._offer_none("source", _("Pas de niveau à inscrire"))
        self.fields["valid_from"].label = _("Document valide du")
        self.initial = {"contact_way": "phone", "may_leave_message": True, "may_write": True, **self.initial}
        queryset = StatusForm().fields["category"].queryset  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["category"].queryset = queryset  # type: ignore[attr-defined] # idem

    def _offer_none(self, name: str, label: Any) -> None:  # noqa: ANN401 - a lazy text
        choices = self.fields[name].choices  # type: ignore[attr-defined] # a ChoiceField
        self.fields[name].initial = ""
        self.fields[name].choices = [("", label), *choices]  # type: ignore[attr-defined] # idem

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, message in contradictions(cleaned, self.errors, self.today):
            self.add_error(name, message)
        self._clean_status(cleaned)
        self._clean_languages(cleaned)
        return cleaned

    def _clean_status(self, cleaned: Mapping[str, Any]) -> None:
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _now("La fin du permis précède son début."))
        told = any(cleaned.get(name) for name in ("program", "document_number", "valid_from", "valid_to"))
        if told and not cleaned.get("category") and "category" not in self.errors:
            self.add_error("category", _now("Choisissez le statut que ce document donne."))

    def _clean_languages(self, cleaned: Mapping[str, Any]) -> None:
        language, ground = cleaned.get("language"), cleaned.get("ground")
        if language and not ground and "ground" not in self.errors:
            self.add_error("ground", _now("Choisissez le motif qui permet cette langue."))
        if ground and not language and "language" not in self.errors:
            self.add_error("language", _now("Choisissez la langue que ce motif permet."))
        if ground == LanguageGround.WELCOME and not cleaned.get("arrived_on") and "arrived_on" not in self.errors:
            self.add_error(
                "arrived_on", _now("Inscrivez l’arrivée : l’accueil dans une autre langue se compte depuis elle.")
            )

    def wanted(self) -> Wanted:
        return wanted_of(self.cleaned_data)

    def entry(self) -> Entry:
        """What was typed, as the action takes it."""
        typed = self.cleaned_data
        person = {name: typed[name] for name in _PERSON} | {"municipality": typed["municipality"]}
        return Entry(
            person=person,
            has_family=typed["has_family"],
            status=self._status() if typed["category"] else {},
            level=self._level() if any(typed[skill] for skill in _SKILLS) else {},
            language=self._language() if typed["language"] else {},
        )

    def _status(self) -> dict[str, Any]:
        typed = self.cleaned_data
        status = {name: typed[name] for name in _STATUS}
        return status | {"valid_from": typed["valid_from"] or typed["arrived_on"] or self.today}

    def _level(self) -> dict[str, Any]:
        typed = self.cleaned_data
        level = {name: typed[name] for name in _LEVEL}
        return level | {
            "source": typed["source"] or LevelSource.DECLARED,
            "assessed_on": typed["assessed_on"] or self.today,
        }

    def _language(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "language": typed["language"],
            "ground": typed["ground"],
            "attested_on": self.today,
            "expires_on": typed["expected_on"] if typed["ground"] == LanguageGround.ABROAD else None,
        }
