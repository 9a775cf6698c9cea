from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.agenda.models import Mode
from ancrage.newcomers.forms.appointments import lengths
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.ui import forms as ui

_KEYS: Final = ("worker", "modes", "minutes", "until", "subject")


class OfferForm(ui.Form):
    """What the person will choose among: with whom, how, how long, until when."""

    worker = PersonChoiceField(label=_("Avec"), queryset=User.objects.none(), empty_label=None)
    modes = forms.TypedMultipleChoiceField(
        label=_("Façons"),
        choices=Mode.choices,
        coerce=Mode,
        widget=ui.Checkboxes,
        help_text=_("La personne choisit parmi celles-là."),
    )
    minutes = forms.TypedChoiceField(label=_("Durée"), coerce=int, choices=lengths)
    until = ui.DayField(label=_("Au plus tard le"))
    subject = forms.CharField(
        label=_("Objet"), max_length=120, required=False, help_text=_("Pour l’équipe : la personne ne le voit pas.")
    )

    def __init__(self, *args: Any, staff: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField

    def values(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in _KEYS}
