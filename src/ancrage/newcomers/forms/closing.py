from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.newcomers.models import CaseAppointment, ClosingReason, Fate
from ancrage.territory.models import ServicePoint, ServicePointQuerySet
from ancrage.ui import forms as ui


class PlannedField(forms.ModelMultipleChoiceField["CaseAppointment"]):
    """The appointments that whoever decides was shown; what the page does not hold was not."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(CaseAppointment.objects.none(), required=False)

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ANN401, ARG002 - Django's signature
        """Shown again, the page holds those it shows now."""
        return initial


class CloseForm(ui.Form):
    reason = forms.ModelChoiceField(label=_("Motif"), queryset=ClosingReason.objects.none())
    note = forms.CharField(
        label=_("Bilan de l’accompagnement"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = ClosingReason.objects.active().in_order()  # type: ignore[attr-defined]


class CloseOneForm(CloseForm):
    """With what is planned, which is cancelled."""

    planned = PlannedField()

    def __init__(self, *args: Any, planned: QuerySet[CaseAppointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show_planned(self, planned)


class ReopenForm(ui.Form):
    note = forms.CharField(
        label=_("Pourquoi rouvrir le dossier"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ServicePointChoiceField(forms.ModelChoiceField[ServicePoint]):
    def label_from_instance(self, obj: ServicePoint) -> str:
        return f"{obj.name} ({obj.region.name})"


class TransferForm(ui.Form):
    to = ServicePointChoiceField(label=_("Point de services"), queryset=ServicePoint.objects.none())
    agent = PersonChoiceField(
        label=_("Remettre à"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Sans nom, le dossier attend que quelqu’un le prenne à ce point de services."),
    )
    note = forms.CharField(
        label=_("Note pour la personne qui reçoit le dossier"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Où en est la personne, ce qui presse, ce qui est promis."),
    )

    appointments = forms.TypedChoiceField(
        label=_("Les rendez-vous prévus"), choices=Fate.choices, coerce=Fate, widget=ui.Radios()
    )
    planned = PlannedField()

    def __init__(
        self,
        *args: Any,
        points: ServicePointQuerySet,
        staff: UserQuerySet,
        planned: QuerySet[CaseAppointment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not _show_planned(self, planned):
            del self.fields["appointments"]
        self.fields["to"].queryset = points  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["agent"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField


def values_of(form: CloseOneForm | TransferForm) -> dict[str, Any]:
    """What the action asks for: appointments by their keys."""
    return form.cleaned_data | {"planned": {tie.pk for tie in form.cleaned_data["planned"]}}


def _show_planned(form: ui.Form, planned: QuerySet[CaseAppointment]) -> bool:
    """Whether there are any."""
    form.fields["planned"].queryset = planned  # type: ignore[attr-defined] # a ModelMultipleChoiceField
    form.initial["planned"] = list(planned)
    return bool(form.initial["planned"])
