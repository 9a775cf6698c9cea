from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.agenda.models import AppointmentState, Mode, Room
from ancrage.agenda.queries.slots import Wish
from ancrage.newcomers.forms.fields import LanguageField
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.appointments import Offer
from ancrage.ui import forms as ui

_NOBODY: Final = "personne"
_LENGTHS: Final = (15, 30, 45, 60, 90, 120)


def lengths() -> list[tuple[int, str]]:
    return [(n, said("%(n)d minutes") % {"n": n}) for n in _LENGTHS]


class WishForm(ui.FilterForm):
    """With whom, how, how long, from which day: the slots follow. What is not asked takes its initial value."""

    worker = PersonChoiceField(label=_("Avec"), queryset=User.objects.none(), empty_label=None)
    mode = forms.ChoiceField(label=_("Façon"), choices=Mode.choices)
    minutes = forms.TypedChoiceField(label=_("Durée"), coerce=int, choices=lengths)
    room = forms.ModelChoiceField(
        label=_("Salle, sur place"), queryset=Room.objects.none(), required=False, empty_label=_("Sans salle réservée")
    )
    first = ui.DayField(label=_("À partir du"))

    def __init__(
        self, data: Mapping[str, str], *, case: Case, staff: UserQuerySet, day: date, initial: dict[str, Any]
    ) -> None:
        asked = {name: data.get(name) or initial.get(name) for name in self.base_fields}
        if "room" in data:
            asked["room"] = data["room"]
        super().__init__(asked)
        self.case = case
        self.fields["worker"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField
        rooms = Room.objects.on(day).filter(service_point=case.service_point_id).in_order()
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined] # a ModelChoiceField

    @property
    def wish(self) -> Wish:
        """What is asked, once valid."""
        asked = self.cleaned_data
        room, mode = self.room_taken, Mode(asked["mode"])
        return Wish(asked["worker"].pk, self.case.service_point_id, mode, asked["minutes"], (room.pk,) if room else ())

    @property
    def room_taken(self) -> Room | None:
        """None but for a visit."""
        found: Room | None = self.cleaned_data["room"]
        return found if self.cleaned_data["mode"] == Mode.PLACE else None

    def values(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "worker": asked["worker"],
            "mode": Mode(asked["mode"]),
            "minutes": asked["minutes"],
            "room": self.room_taken,
        }


class BookForm(ui.Form):
    """One of the slots offered, and what to prepare."""

    start = forms.TypedChoiceField(
        label=_("Plage"),
        coerce=datetime.fromisoformat,
        error_messages={
            "required": _("Choisissez une plage."),
            "invalid_choice": _("Cette plage n’est plus libre. Choisissez-en une autre."),
        },
    )
    subject = forms.CharField(
        label=_("Objet"), max_length=120, required=False, help_text=_("Par exemple : évaluation des besoins")
    )
    interpreter_language = LanguageField(label=_("Interprète, en quelle langue"), required=False, but_french=True)

    def __init__(self, *args: Any, offer: Offer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = offer.starts if offer else []
        self.fields["start"].choices = [(start.isoformat(), start.isoformat()) for start in starts]  # type: ignore[attr-defined] # a ChoiceField


class HandForm(ui.Form):
    """One of those who are free, or nobody."""

    to = forms.ChoiceField(label=_("À cette heure-là"), widget=ui.Radios())

    def __init__(self, *args: Any, free: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {str(one.pk): one for one in free}
        names = [(pk, one.full_name) for pk, one in self.free.items()]
        nobody = (_NOBODY, said("Personne : l’annuler, et prévenir la personne"))
        self.fields["to"].choices = [*names, nobody]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def taker(self) -> User | None:
        """None to cancel; once valid."""
        return self.free.get(self.cleaned_data["to"])


class SettleForm(ui.Form):
    state = forms.TypedChoiceField(
        choices=[
            choice
            for choice in AppointmentState.choices
            if choice[0] not in {AppointmentState.PLANNED, AppointmentState.MOVED}
        ],
        coerce=AppointmentState,
    )
