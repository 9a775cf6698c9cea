"""Forms of the plan. Each carries the revision that was read, so that nobody writes over another unseen."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ancrage.core.cldr import language_name
from ancrage.core.errors import Refused
from ancrage.core.text import fold
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import Case
from ancrage.plans.actions import PlanChanged
from ancrage.plans.models import (
    ActionState,
    CatalogueAction,
    CatalogueGoal,
    CoveredBy,
    Goal,
    Need,
    NeedState,
    Performer,
    PlanAction,
    Urgency,
)
from ancrage.ui import forms as ui
from ancrage.ui.forms.fields import ComboboxWidget

_LEVELS = (
    (1, _("Légère : une information suffit")),
    (2, _("Moyenne : un accompagnement")),
    (3, _("Forte : un suivi serré")),
)


class PlanForm(ui.Form):
    """A form over the plan of ``case``. ``changed`` says since which revision it lags, once refused for that."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    changed: PlanChanged | None = None

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["revision"].initial = case.plan.revision

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        values = dict(self.cleaned_data)
        return {"expected_revision": values.pop("revision"), **values}

    def refuse(self, refusal: Refused) -> None:
        """As any form; behind a change, the next sending is from the plan as it stands now."""
        if not isinstance(refusal, PlanChanged):
            super().refuse(refusal)
            return
        self.changed = refusal
        self.data = self.data.copy()  # type: ignore[attr-defined] # a QueryDict, made to be changed
        self.data["revision"] = str(refusal.revision)  # type: ignore[index] # as above


class TranslatedForm(PlanForm):
    """A text in French and, beside it, its translation typed by the agent where there is a language for it.

    A subclass says which of its fields is the text, and places ``translation`` in its order.
    """

    text_field: ClassVar = "text"
    translation = forms.CharField(max_length=300, required=False)

    def __init__(
        self, *args: Any, case: Case, language: str, row: Need | Goal | PlanAction | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.language, self.row = language, row
        if not language:
            del self.fields["translation"]
            return
        field = self.fields["translation"]
        field.label = _("Traduction (%(language)s)") % {"language": language_name(language)}
        field.help_text = _("Si vous la connaissez.")
        field.widget.attrs |= {"lang": language, "dir": "auto"}
        if row is not None:
            field.initial = row.translations.get(language, "")

    def values(self) -> dict[str, Any]:
        """Translations in other languages stay as long as the text does."""
        values = super().values()
        typed = values.pop("translation", "")
        kept = dict(self.row.translations) if self.row and str(self.row) == values[self.text_field] else {}
        kept.pop(self.language, None)
        return {**values, "translations": kept | ({self.language: typed} if typed else {})}


class NeedForm(TranslatedForm):
    text_field = "title"
    domain = forms.ModelChoiceField(
        NeedDomain.objects.none(), label=_("Domaine"), empty_label=_("Choisissez un domaine")
    )
    title = forms.CharField(
        label=_("Besoin"),
        max_length=200,
        help_text=_("En quelques mots, comme la personne le dirait : « une place en garderie pour Sofía »."),
        widget=forms.TextInput(attrs={"lang": "fr"}),
    )
    urgency = forms.ChoiceField(
        label=_("Échéance"), choices=Urgency.choices, initial=Urgency.SHORT, widget=ui.Radios(inline=True)
    )
    level = forms.TypedChoiceField(label=_("Intensité"), choices=_LEVELS, coerce=int, initial=1, widget=ui.Radios)
    covered_by = forms.ChoiceField(
        label=_("Pris en charge"), choices=CoveredBy.choices, initial=CoveredBy.AGENT, widget=ui.Radios(inline=True)
    )
    field_order: tuple[str, ...] = ("domain", "title", "translation", "urgency", "level", "covered_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].queryset = NeedDomain.objects.active().in_order()  # type: ignore[attr-defined] # a choice of rows


class NeedEditForm(NeedForm):
    state = forms.ChoiceField(label=_("État"), choices=NeedState.choices, widget=ui.Radios(inline=True))
    field_order = ("domain", "title", "translation", "state", "urgency", "level", "covered_by")

    def __init__(self, *args: Any, row: Need, **kwargs: Any) -> None:
        names = ("domain", "title", "urgency", "level", "covered_by", "state")
        super().__init__(*args, row=row, initial={name: getattr(row, name) for name in names}, **kwargs)


class _TextForm(TranslatedForm):
    """A text, free or of the catalogue."""

    text = forms.CharField(max_length=300, widget=ComboboxWidget({"class": "", "lang": "fr"}))

    def __init__(
        self, *args: Any, entries: "QuerySet[CatalogueGoal] | QuerySet[CatalogueAction]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries = list(entries)
        self.fields["text"].widget.options = self._suggestions
        if translation := self.fields.get("translation"):
            translation.help_text = _("Si vous la connaissez. Un texte du catalogue a déjà la sienne.")

    def _suggestions(self) -> Iterable[tuple[str, str]]:
        return [(entry.code, entry.label_fr) for entry in self.entries]

    def values(self) -> dict[str, Any]:
        """The entry of the catalogue is found by its text."""
        values = super().values()
        entry = next((one for one in self.entries if fold(one.label_fr) == fold(values["text"])), None)
        return {**values, "entry": entry}


class GoalForm(_TextForm):
    target_on = ui.DayField(label=_("Visé pour le"), required=False)
    field_order = ("text", "target_on", "translation")

    def __init__(self, *args: Any, need: Need, row: Goal | None = None, **kwargs: Any) -> None:
        entries = CatalogueGoal.objects.active().filter(domain=need.domain_id).in_order()
        initial = {"text": row.text, "target_on": row.target_on} if row else {}
        super().__init__(*args, entries=entries, row=row, initial=initial, **kwargs)
        self.fields["text"].label = _("Objectif")
        self.fields["text"].help_text = _(
            "Ce que la personne veut atteindre. Écrivez, ou choisissez dans le catalogue."
        )


class ActionForm(_TextForm):
    performer = forms.ChoiceField(
        label=_("Par qui"), choices=Performer.choices, initial=Performer.PERSON, widget=ui.Radios(inline=True)
    )
    due_on = ui.DayField(
        label=_("Pour le"),
        required=False,
        help_text=_("Laissé vide, une action du catalogue prend son délai habituel."),
    )
    field_order = ("text", "performer", "due_on", "translation")

    def __init__(self, *args: Any, goal: Goal, row: PlanAction | None = None, **kwargs: Any) -> None:
        entries = CatalogueAction.objects.active().filter(domain=goal.need.domain_id).in_order()
        initial = {"text": row.text, "performer": row.performer, "due_on": row.due_on} if row else {}
        super().__init__(*args, entries=entries, row=row, initial=initial, **kwargs)
        self.fields["text"].label = _("Action")
        self.fields["text"].help_text = _(
            "Qui fait quoi, une chose à la fois. Écrivez, ou choisissez dans le catalogue."
        )
        if row is not None:
            self.fields["due_on"].help_text = ""


class MarkForm(PlanForm):
    """A button of the plan: the state it moves an action to."""

    state = forms.ChoiceField(choices=[choice for choice in ActionState.choices if choice[0] != ActionState.POSTPONED])


class PostponeForm(PlanForm):
    due_on = ui.DayField(label=_("Reportée au"), help_text=_("Un jour à venir."))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "state": ActionState.POSTPONED}


class ReachedForm(PlanForm):
    """Whether a goal is reached, today."""

    reached = forms.BooleanField(required=False)


class RevisionForm(PlanForm):
    """A button that acts on the plan as it was read."""
