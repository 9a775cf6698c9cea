from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.newcomers.forms.batches import WithAppointmentsField
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.newcomers.models import Channel
from ancrage.ui import forms as ui

_CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.INTERNAL]


class FirstContactForm(ui.Form):
    channel = forms.ChoiceField(
        label=_("Moyen"), choices=_CHANNELS, initial=Channel.PHONE, widget=ui.Radios(inline=True)
    )
    is_reached = ui.YesNoField(
        label=_("La personne a-t-elle été jointe?"),
        initial=True,
        help_text=_("Le délai de 5 jours ouvrables court jusqu’à ce qu’elle le soit."),
    )
    text = forms.CharField(
        label=_("Ce qui a été dit"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AssignForm(ui.Form):
    to = PersonChoiceField(label=_("Confier à"), queryset=User.objects.none())
    with_appointments = WithAppointmentsField()

    def __init__(self, *args: Any, staff: UserQuerySet, is_planned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_planned:
            del self.fields["with_appointments"]
        self.fields["to"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField
