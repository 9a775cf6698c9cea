from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User
from ancrage.agenda.models import Block, Cohort, GroupKind, Mode, Room
from ancrage.agenda.models.group import CohortQuerySet
from ancrage.agenda.queries.slots import moment
from ancrage.newcomers.forms.fields import LanguageField
from ancrage.newcomers.forms.tasks import PersonChoiceField
from ancrage.newcomers.queries.groups import Seat
from ancrage.newcomers.queries.staff import staff_of_point
from ancrage.territory.models import ServicePoint, ServicePointQuerySet
from ancrage.ui import forms as ui

PRESENT: Final = "p"
ABSENT: Final = "a"


class CohortForm(ui.Form):
    kind = forms.ModelChoiceField(label=_("Genre"), queryset=GroupKind.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Nom de la série"), max_length=80, help_text=_("Par exemple : été 2021, le soir"))
    service_point = forms.ModelChoiceField(
        label=_("Point de services"), queryset=ServicePoint.objects.none(), empty_label=None
    )
    language = LanguageField(label=_("Langue"), initial="fr")
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=200, initial=12)
    required_blocks = forms.IntegerField(
        label=_("Blocs requis pour l’attestation"), min_value=1, max_value=50, help_text=_("Selon le genre de séances.")
    )

    def __init__(self, *args: Any, points: ServicePointQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = GroupKind.objects.active().in_order()
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["service_point"].queryset = points  # type: ignore[attr-defined] # a ModelChoiceField
        first = kinds.first()
        self.fields["required_blocks"].initial = first.required_blocks if first else 1


class BlockForm(ui.Form):
    """One session: when, with whom, where."""

    topic = forms.CharField(label=_("Thème"), max_length=120)
    day = ui.DayField(label=_("Jour"))
    starts = ui.HourField(label=_("De"))
    ends = ui.HourField(label=_("À"))
    worker = PersonChoiceField(label=_("Avec"), queryset=User.objects.none(), empty_label=None)
    mode = forms.ChoiceField(label=_("Façon"), choices=Mode.choices)
    room = forms.ModelChoiceField(
        label=_("Salle, sur place"), queryset=Room.objects.none(), required=False, empty_label=_("Sans salle réservée")
    )
    interpreter_language = LanguageField(label=_("Interprète, en quelle langue"), required=False, but_french=True)

    def __init__(self, *args: Any, cohort: Cohort, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = staff_of_point(cohort.service_point_id, today).in_order()
        self.fields["worker"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField
        rooms = Room.objects.on(today).filter(service_point=cohort.service_point_id).in_order()
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined] # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = asked.get("starts"), asked.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", said("L’heure de fin suit l’heure de début, le même jour."))
        return asked

    def values(self) -> dict[str, Any]:
        """What the action takes, once valid."""
        asked, mode = self.cleaned_data, Mode(self.cleaned_data["mode"])
        start, end = (one.hour * 60 + one.minute for one in (asked["starts"], asked["ends"]))
        return {
            "topic": asked["topic"],
            "worker": asked["worker"],
            "mode": mode,
            "room": asked["room"] if mode == Mode.PLACE else None,
            "start": moment(asked["day"], start),
            "minutes": end - start,
            "interpreter_language": asked["interpreter_language"],
        }


class CohortChoiceField(forms.ModelChoiceField[Cohort]):
    def label_from_instance(self, obj: Cohort) -> str:
        return f"{obj.kind.label}, {obj.title} ({obj.service_point.name})"


class InscribeForm(ui.Form):
    cohort = CohortChoiceField(label=_("Série"), queryset=Cohort.objects.none(), empty_label=None)

    def __init__(self, *args: Any, cohorts: CohortQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined] # a ModelChoiceField


class AttendanceForm(ui.Form):
    """Everybody whom the reader may see: present or absent, one key or one tap each. Nothing said stays unsaid."""

    marks_optional = False

    def __init__(self, *args: Any, seats: Sequence[Seat], block: Block, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat in seats:
            row = seat.inscription
            known = {True: PRESENT, False: ABSENT}.get(seat.presences.get(block.pk))  # type: ignore[arg-type] # None: unsaid
            self.fields[str(row.pk)] = forms.ChoiceField(
                label=row.case.person.full_name,
                choices=_choices(),
                initial=known,
                required=False,
                widget=ui.Radios(inline=True),
            )

    def said(self) -> dict[UUID, bool | None]:
        """By inscription, once valid."""
        return {UUID(name): {PRESENT: True, ABSENT: False}.get(value) for name, value in self.cleaned_data.items()}


def _choices() -> list[tuple[str, str | Promise]]:
    return [(PRESENT, said("Présence")), (ABSENT, said("Absence"))]
