from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.agenda.models import Appointment, Mode
from ancrage.agenda.queries.slots import day_span
from ancrage.core import now
from ancrage.newcomers.forms.cases import ReachFilters
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.meetings import MeetingFilters, Stand, When
from ancrage.ui import forms as ui


class MeetingsFilters(ReachFilters):
    """Also when, how, and with whom rather than followed by whom. ``when`` is chosen above, and kept here."""

    when = forms.ChoiceField(required=False, choices=[("", ""), *When.choices], widget=forms.HiddenInput)
    since = ui.DayField(label=_("Du"), required=False)
    until = ui.DayField(label=_("Au"), required=False)
    state = forms.ChoiceField(label=_("État"), required=False, choices=[("", _("Tous")), *Stand.choices])
    mode = forms.ChoiceField(label=_("Façon"), required=False, choices=[("", _("Toutes")), *Mode.choices])
    agent = forms.ChoiceField(label=_("Avec"), required=False)

    field_order = ("q", "since", "until", "state", "mode", "agent", "point")
    beside_agents = ()

    def those_of(self, access: Access, asked: UUID) -> list[UUID]:
        met = Appointment.objects.filter(worker=asked, case_tie__case__in=Case.objects.visible_to(access).values("pk"))
        return [asked] if met.exists() else []

    @property
    def place(self) -> str:
        """The name of the service point asked for, once the filters are read."""
        asked = self.cleaned_data.get("point")
        known = self.fields["point"].choices if asked else []  # type: ignore[attr-defined] # a ChoiceField
        return next((str(name) for key, name in known if key == str(asked)), "")

    def filters(self) -> MeetingFilters:
        asked: dict[str, Any] = {**super().filters()}
        first, last = asked.pop("since", None), asked.pop("until", None)
        span = span_of(asked.get("when", ""), self.day)
        if first:
            begins = day_span(first, first)[0]
            span["since"] = max(begins, span.get("since", begins))
        if last:
            ends = day_span(last, last)[1]
            span["until"] = min(ends, span.get("until", ends))
        if asked.get("state") == Stand.TO_NOTE:
            asked["at"] = now()
        return MeetingFilters(**asked, **span)  # type: ignore[typeddict-item, no-any-return] # its own fields


def span_of(when: str, day: date) -> MeetingFilters:
    """From when to when."""
    match when:
        case "":
            return {}
        case When.COMING:
            return {"since": now()}
        case When.PAST:
            return {"until": now()}
    start, end = day_span(*_days(when, day))
    return {"since": start, "until": end}


def _days(when: str, day: date) -> tuple[date, date]:
    """The first and last days of what is asked."""
    if when == When.TOMORROW:
        day += timedelta(days=1)
    if when != When.WEEK:
        return day, day
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
