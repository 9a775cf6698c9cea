from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.newcomers.models import ClosingReason
from ancrage.territory.models import ServicePoint, ServicePointQuerySet
from ancrage.ui import forms as ui


class CloseForm(ui.Form):
    reason = forms.ModelChoiceField(label=_("Motif"), queryset=ClosingReason.objects.none())
    note = forms.CharField(
        label=_("Bilan de l’accompagnement"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = ClosingReason.objects.active().in_order()  # type: ignore[attr-defined]


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

    def __init__(self, *args: Any, points: ServicePointQuerySet, staff: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = points  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["agent"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField
