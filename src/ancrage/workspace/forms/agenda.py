from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User
from ancrage.agenda.models import Weekday
from ancrage.territory.models import ServicePoint
from ancrage.ui.forms import Checkboxes, DayField, Form, HourField


class AbsenceForm(Form):
    first_on = DayField(label=_("Premier jour"))
    starts = HourField(label=_("À partir de"), required=False, help_text=_("Laissez vide pour la journée entière."))
    last_on = DayField(label=_("Dernier jour"))
    ends = HourField(label=_("Jusqu’à"), required=False)
    replaced_by = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Qui vous remplace"),
        required=False,
        empty_label=_("Personne"),
        help_text=_("Reçoit vos avis pendant l’absence, sur les dossiers que cette personne peut lire."),
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = colleagues  # type: ignore[attr-defined] # a ModelChoiceField


class PointHoursForm(Form):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Jours"), coerce=int, choices=Weekday.choices, widget=Checkboxes(inline=True)
    )
    opens = HourField(label=_("De"))
    closes = HourField(label=_("À"), help_text=_("Une pause se laisse en inscrivant le matin, puis l’après-midi."))
    start = DayField(label=_("Premier jour"))


class WorkerHoursForm(PointHoursForm):
    service_point = forms.ModelChoiceField(ServicePoint.objects.none(), label=_("Point de services"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_point"].queryset = ServicePoint.objects.on(day).in_order()  # type: ignore[attr-defined] # a ModelChoiceField
        self.order_fields(["service_point"])


class RoomForm(Form):
    name = forms.CharField(label=_("Nom"), max_length=80, help_text=_("Par exemple : Salle B"))
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=500, required=False)
    start = DayField(label=_("Premier jour"))
