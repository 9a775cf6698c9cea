"""Screens over the territory and the reference lists."""

from datetime import timedelta
from uuid import uuid4

from ancrage.core import today
from ancrage.newcomers.models import ClosingReason, ReminderDelay
from ancrage.territory.dated import from_day
from tests.access.rows import Row, only
from tests.factories.territory import DirectorateFactory, MunicipalityFactory, ServicePointFactory

ADMIN = only("system_administrator")
START = today().isoformat()
LABELS = {"label_fr": "Départ", "label_en": "Left", "position": "1"}


def _directorate(_user):
    return {"pk": DirectorateFactory.create().pk}


def _point(_user):
    return {"pk": ServicePointFactory.create().pk}


def _place(_user):
    return {"pk": MunicipalityFactory.create().pk}


def _nothing(_user):
    return {"pk": uuid4()}


def _kind(_user):
    return {"kind": "directions"}


def _unit(_user):
    return {"kind": "directions", "pk": DirectorateFactory.create().pk}


def _unit_of_another_kind(_user):
    return {"kind": "points", "pk": DirectorateFactory.create().pk}


def _list(_user):
    return {"slug": "fermetures"}


def _delay(_user):
    return {"sort": "rappel"}


def _no_such_delay(_user):
    return {"sort": "inconnu"}


def _delay_to_come(_user):
    ReminderDelay.objects.all().delete()
    during = from_day(today() + timedelta(days=1))
    return {"sort": "rappel", "pk": ReminderDelay.objects.create(hours=48, during=during).pk}


def _delay_of_another_sort(user):
    return {**_delay_to_come(user), "sort": "choix"}


def _entry(_user):
    entry, _ = ClosingReason.objects.get_or_create(code="left", defaults={"label_fr": "Départ", "label_en": "Left"})
    return {"slug": "fermetures", "pk": entry.pk}


def _entry_of_another_list(user):
    return {"slug": "departs", "pk": _entry(user)["pk"]}


REFUSED = frozenset({200})
ROWS = [
    Row("workspace:structure", ADMIN),
    Row("workspace:places", ADMIN),
    Row("workspace:add_place", ADMIN),
    Row("workspace:add_place", ADMIN, data={"name": ""}, answers=REFUSED),
    Row("workspace:change_place", ADMIN, to=_place, outside=_nothing),
    Row("workspace:change_place", ADMIN, to=_place, outside=_nothing, data={"name": ""}, answers=REFUSED),
    Row("workspace:add_region", ADMIN, to=_directorate, outside=_point),
    Row("workspace:add_region", ADMIN, to=_directorate, outside=_point, data={"start": START}, answers=REFUSED),
    Row("workspace:add_area", ADMIN, to=_point, outside=_directorate),
    Row("workspace:add_area", ADMIN, to=_point, outside=_directorate, data={"start": START}, answers=REFUSED),
    Row("workspace:add_unit", ADMIN, to=_kind),
    Row("workspace:add_unit", ADMIN, to=_kind, data={"name": "", "start": START}, answers=REFUSED),
    Row("workspace:unit", ADMIN, to=_unit, outside=_unit_of_another_kind),
    Row("workspace:change_unit", ADMIN, to=_unit, outside=_unit_of_another_kind),
    Row("workspace:change_unit", ADMIN, to=_unit, outside=_unit_of_another_kind, data={"name": "Autre"}),
    Row("workspace:end_unit", ADMIN, to=_unit, outside=_unit_of_another_kind),
    Row("workspace:end_unit", ADMIN, to=_unit, outside=_unit_of_another_kind, data={"before": START}),
    Row("workspace:reference", ADMIN),
    Row("workspace:delays", ADMIN),
    Row("workspace:delay_change", ADMIN, to=_delay, outside=_no_such_delay),
    Row("workspace:delay_change", ADMIN, to=_delay, outside=_no_such_delay, data={"hours": "0"}, answers=REFUSED),
    Row("workspace:delay_withdraw", ADMIN, to=_delay_to_come, outside=_delay_of_another_sort, data={}),
    Row("workspace:entries", ADMIN, to=_list),
    Row("workspace:add_entry", ADMIN, to=_list),
    Row("workspace:add_entry", ADMIN, to=_list, data=LABELS | {"code": "new"}),
    Row("workspace:change_entry", ADMIN, to=_entry, outside=_entry_of_another_list),
    Row("workspace:change_entry", ADMIN, to=_entry, outside=_entry_of_another_list, data=LABELS),
    Row("workspace:offer", ADMIN, to=_entry, outside=_entry_of_another_list, data={}),
]
