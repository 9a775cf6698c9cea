"""The delays of before an appointment on screen: dated, changed for a reason, taken back, and kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.newcomers.models import ChoiceDelay, ReminderDelay
from ancrage.newcomers.queries.moments import choice_delay
from ancrage.territory.dated import from_day
from tests.factories.accounts import signed_in, user_as
from tests.newcomers.scene import text_of

pytestmark = pytest.mark.django_db
GOOD = {"hours": "48", "reason": "Demande des points de services"}


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    signed_in(client, user_as("system_administrator"))


@pytest.fixture
def held() -> ReminderDelay:
    ReminderDelay.objects.all().delete()
    return ReminderDelay.objects.create(hours=24, during=from_day(today() - timedelta(days=900)))


def send(client: Client, sort: str = "rappel", **changes: Any) -> Any:
    data = GOOD | {"starts_on": today().isoformat()} | changes
    return client.post(f"/delais/{sort}/", data, follow=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hours": "0"}, "1"),
        ({"hours": "337"}, "336"),
        ({"hours": "la veille"}, "nombre"),
        ({"reason": ""}, "Raison du changement"),
        ({"starts_on": "2020-01-01"}, "Un délai ne change pas le passé"),
        ({"starts_on": "hier"}, "date"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(held, client, changes, said) -> None:
    answer = send(client, **changes)
    text = text_of(answer)
    assert said in text and next(iter(changes)) in answer.context["form"].errors
    assert (GOOD["hours"] if "reason" in changes else GOOD["reason"]) in text
    assert ReminderDelay.objects.count() == 1


def test_a_new_delay_has_its_day_and_the_one_before_stays(held, client) -> None:
    assert "24 heures avant" in text_of(client.get("/delais/"))
    tomorrow = today() + timedelta(days=1)
    text = text_of(send(client, starts_on=tomorrow.isoformat()))
    assert "Le délai est inscrit" in text and "À venir" in text and GOOD["reason"] in text
    held.refresh_from_db()
    new = ReminderDelay.objects.on(tomorrow).get()
    assert (held.ends_before, held.hours, new.hours) == (tomorrow, 24, 48)
    [entry] = AuditEntry.objects.filter(verb="newcomers.delay.changed")
    assert entry.target_id == str(new.pk)


@pytest.mark.parametrize("days", [0, 1])
def test_taken_back_the_one_before_lasts_again(days, held, client) -> None:
    starts = today() + timedelta(days=days)
    send(client, starts_on=starts.isoformat())
    new = ReminderDelay.objects.on(starts).get()
    undo = f"/delais/rappel/{new.pk}/retirer/"
    assert undo in text_of(client.get("/delais/"))
    assert "celui d’avant continue" in text_of(client.post(undo, follow=True))
    held.refresh_from_db()
    assert held.ends_before is None and ReminderDelay.objects.count() == 1
    assert AuditEntry.objects.filter(verb="newcomers.delay.withdrawn").count() == 1
    assert client.post(undo).status_code == 404


def test_one_that_began_before_today_stays(held, client) -> None:
    undo = f"/delais/rappel/{held.pk}/retirer/"
    assert undo not in text_of(client.get("/delais/"))
    assert "inscrivez-en un nouveau" in text_of(client.post(undo, follow=True))
    assert ReminderDelay.objects.get() == held


def test_one_a_day_and_the_other_sort_apart(held, client) -> None:
    ChoiceDelay.objects.all().delete()
    assert "jusqu’au début du rendez-vous" in text_of(client.get("/delais/"))
    send(client)
    assert "Un délai commence déjà le" in text_of(send(client, hours="12"))
    send(client, "choix", hours="0")
    assert choice_delay(now()) == timedelta() and ChoiceDelay.objects.get().hours == 0


def test_a_decided_delay_has_its_reason(held) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderDelay.objects.filter(pk=held.pk).update(decided_by=user_as("director"), decided_at=now())


@pytest.mark.parametrize("rows", [1, 3])
def test_more_rows_ask_for_no_more_statements(rows, held, client, django_assert_num_queries) -> None:
    for n in range(1, rows):
        send(client, starts_on=(today() + timedelta(days=n)).isoformat())
    client.get("/delais/")
    with django_assert_num_queries(7):
        client.get("/delais/")
