from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.agenda.models import Mode, Room
from ancrage.newcomers.forms.appointments import lengths
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.ui import forms as ui

_KEYS: Final = ("worker", "modes", "minutes", "until", "subject")
_ANY: Final = "libre"


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
    room = forms.ChoiceField(label=_("Salle, sur place"), required=False)
    until = ui.DayField(label=_("Au plus tard le"))
    subject = forms.CharField(
        label=_("Objet"), max_length=120, required=False, help_text=_("Pour l’équipe : la personne ne le voit pas.")
    )

    def __init__(self, *args: Any, staff: UserQuerySet, rooms: Sequence[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField
        self.rooms = {str(room.pk): room for room in rooms}
        names = [(pk, room.name) for pk, room in self.rooms.items()]
        ways = [("", said("Sans salle réservée")), (_ANY, said("Une salle libre à l’heure choisie")), *names]
        self.fields["room"].choices = ways  # type: ignore[attr-defined] # a ChoiceField
        if not rooms:
            del self.fields["room"]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("room") and Mode.PLACE not in self.cleaned_data.get("modes", [Mode.PLACE]):
            self.add_error("room", said("Une salle ne se prend que pour une rencontre sur place."))

    def values(self) -> dict[str, Any]:
        room = self.cleaned_data.get("room", "")
        asked = {key: self.cleaned_data[key] for key in _KEYS}
        return {**asked, "room": self.rooms.get(room), "any_room": room == _ANY}
