"""What the attestation of a cohort says, as JSON."""

from datetime import timedelta
from typing import Any

from django.utils import translation

from ancrage.agenda.models import Block
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Inscription
from ancrage.newcomers.queries.groups import NOT_HELD
from ancrage.territory.models import HostOffice
from ancrage.ui.formats import day


def attestation_of(row: Inscription) -> dict[str, Any]:
    """In French, the language of the document: of a row with its cohort and person."""
    came = Block.objects.filter(attendances__inscription=row, attendances__is_present=True)
    blocks = list(
        came.exclude(appointment__state__in=NOT_HELD).select_related("appointment").order_by("appointment__during")
    )
    spans = [(one, one.appointment.ends_at - one.appointment.starts_at) for one in blocks]
    point = row.cohort.service_point
    office = HostOffice.objects.select_related("municipality").get(pk=point.host_office_id)
    with translation.override("fr"):
        return {
            "person": row.case.person.full_name,
            "kind": row.cohort.kind.label_fr,
            "number": row.attestation,
            "attested_on": day(local_day(row.attested_at)) if row.attested_at else "",
            "hours": _hours(sum((span for _one, span in spans), timedelta())),
            "blocks": [
                {"topic": one.topic, "on": day(local_day(one.appointment.starts_at)), "hours": _hours(span)}
                for one, span in spans
            ],
            "service_point": point.name,
            "address": ", ".join(part for part in (office.address, office.municipality.name) if part),
        }


def _hours(span: timedelta) -> str:
    """« 8 h », « 7 h 30 »."""
    minutes = span // timedelta(minutes=1)
    return f"{minutes // 60}\u00a0h" + (f"\u00a0{minutes % 60:02}" if minutes % 60 else "")
