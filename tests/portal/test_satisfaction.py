"""A short question after an appointment or the end; answers are read together, and never when they are few."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.agenda.models import AppointmentState
from ancrage.newcomers.models import Case, CaseState, ClosingReason
from ancrage.portal.models import Satisfaction
from tests.factories.accounts import signed_in
from tests.factories.agenda import AppointmentFactory, span
from tests.factories.newcomers import CaseAppointmentFactory, CaseFactory
from tests.newcomers.scene import a_scene, director_of, text_of
from tests.portal.reading import Own, own

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def leila() -> Own:
    return own(given_names="Leïla")


def came(leila: Own, days: int = 2, state: AppointmentState = AppointmentState.PRESENT) -> None:
    start = AT - timedelta(days=days)
    row = AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)))
    row.__class__.objects.filter(pk=row.pk).update(state=state, decided_at=AT, decided_by=row.worker)
    CaseAppointmentFactory.create(case=leila.case, appointment=row)


def answers(leila: Own, **data) -> int:
    return leila.client.post("/mon-plan/avis/", {"score": "4"} | data).status_code


def test_asked_once_after_an_appointment_where_they_came(leila) -> None:
    assert "Une question" not in leila.page("/mon-plan/")
    came(leila, state=AppointmentState.ABSENT)
    assert leila.client.get("/mon-plan/avis/").status_code == 404
    came(leila, days=3)
    assert "Une question" in leila.page("/mon-plan/")
    assert "How did your last appointment go?" in leila.page("/mon-plan/avis/?langue=en")
    assert answers(leila, comment="شكراً") == 302
    row = Satisfaction.objects.get()
    assert (row.score, row.comment) == (4, "شكراً")
    with connection.cursor() as cursor:
        cursor.execute("SELECT comment FROM portal_satisfaction")
        assert "شكراً" not in cursor.fetchone()[0]
    assert "Une question" not in leila.page("/mon-plan/")
    assert answers(leila) == 404


def test_no_longer_asked_after_a_month(leila) -> None:
    came(leila, days=31)
    assert "Une question" not in leila.page("/mon-plan/")


def test_asked_of_the_whole_at_the_end_and_kept_once(leila) -> None:
    reason = ClosingReason.objects.create(code="fin", label_fr="Fin", label_en="End")
    Case.objects.filter(pk=leila.case.pk).update(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    assert "Comment s’est passé votre accompagnement?" in leila.page("/mon-plan/avis/")
    assert answers(leila, score="9") == 200
    assert answers(leila, score="2") == 302
    for values in ({"score": 3}, {"score": 9, "case": CaseFactory.create()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Satisfaction.objects.create(**{"case": leila.case, "answered_at": AT} | values)


def test_the_director_reads_them_together_from_five_without_a_name() -> None:
    scene = a_scene()
    director = signed_in(Client(), director_of(scene.case))
    elsewhere = CaseFactory.create()
    counts = []
    for number in range(1, 6):
        case = CaseFactory.create(service_point=scene.case.service_point)
        Satisfaction.objects.create(case=case, score=4, comment=f"Mot {number}", answered_at=AT)
        Satisfaction.objects.create(
            case=CaseFactory.create(service_point=elsewhere.service_point), score=1, comment="AILLEURS", answered_at=AT
        )
        with CaptureQueriesContext(connection) as asked:
            page = text_of(director.get(reverse("portal:satisfaction")))
            counts.append(len(asked))
        assert ("Mot 1" in page) == (number == 5)
        assert "AILLEURS" not in page and case.reference not in page and case.person.given_names not in page
    # The first also notes that the session is alive.
    assert len(set(counts[1:])) == 1
    # Those older than a year no longer count.
    oldest = Satisfaction.objects.filter(score=4).order_by("pk")[0]
    Satisfaction.objects.filter(pk=oldest.pk).update(answered_at=AT - timedelta(days=366))
    assert "Mot 2" not in text_of(director.get(reverse("portal:satisfaction")))
