"""The delays of retention on screen: dated, confirmed or not, changed for a reason, and kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.core.actors import JobActor
from ancrage.newcomers.actions.reference import load_reference
from ancrage.newcomers.models import Kept, RetentionRule
from ancrage.territory.dated import from_day
from tests.factories.accounts import signed_in, user_as
from tests.newcomers.scene import text_of, url

pytestmark = pytest.mark.django_db
GOOD = {"days": "400", "basis": "Calendrier 2021", "is_confirmed": "on", "reason": "Avis reçu"}


@pytest.fixture
def rule() -> RetentionRule:
    start = from_day(today() - timedelta(days=900))
    RetentionRule.objects.filter(kept=Kept.DOCUMENT).delete()
    return RetentionRule.objects.create(
        kept=Kept.DOCUMENT, days=1825, basis="À confirmer avec les archives", during=start
    )


def officer() -> Client:
    return signed_in(Client(), user_as("privacy_officer"))


def send(client: Client, **changes: Any) -> Any:
    data = GOOD | {"starts_on": today().isoformat()} | changes
    return client.post(url("retention_change", "document"), data)


def test_a_delay_to_confirm_says_so_once() -> None:
    RetentionRule.objects.all().delete()
    load_reference(by=JobActor("tests"), at=now())
    assert text_of(officer().get(url("retention"))).lower().count("à confirmer") == len(Kept)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"days": "0"}, "1"),
        ({"days": "beaucoup"}, "nombre"),
        ({"reason": ""}, "Raison du changement"),
        ({"basis": ""}, "Fondement"),
        ({"starts_on": "2020-01-01"}, "Un délai ne change pas le passé"),
        ({"starts_on": "hier"}, "date"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(rule, changes, said) -> None:
    text = text_of(send(officer(), **changes))
    assert said in text
    assert (changes.get("reason") or GOOD["reason"] if "reason" not in changes else GOOD["basis"]) in text
    assert RetentionRule.objects.filter(kept=Kept.DOCUMENT).count() == 1


def test_a_delay_changes_once_a_day(rule) -> None:
    client = officer()
    assert send(client).status_code == 302
    assert "Un délai commence déjà le" in text_of(send(client, days="500"))


def test_a_decided_delay_has_its_reason(rule) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(pk=rule.pk).update(decided_by=user_as("privacy_officer"), decided_at=now())


def test_a_new_delay_has_its_day_and_the_one_before_stays(rule) -> None:
    client = officer()
    assert "À confirmer" in text_of(client.get(url("retention")))
    tomorrow = today() + timedelta(days=1)
    assert send(client, starts_on=tomorrow.isoformat()).status_code == 302
    rule.refresh_from_db()
    new = RetentionRule.objects.on(tomorrow).get(kept=Kept.DOCUMENT)
    assert (rule.ends_before, rule.days, new.days, new.is_confirmed) == (tomorrow, 1825, 400, True)
    assert RetentionRule.objects.on(today()).get(kept=Kept.DOCUMENT) == rule
    text = text_of(client.get(url("retention")))
    assert "À venir" in text and "Avis reçu" in text and "À confirmer avec les archives" in text
    [entry] = AuditEntry.objects.filter(verb="newcomers.retentionrule.changed")
    assert entry.target_id == str(new.pk)


def test_a_delay_to_come_is_taken_back_and_the_one_before_lasts_again(rule) -> None:
    client, tomorrow = officer(), today() + timedelta(days=1)
    send(client, starts_on=tomorrow.isoformat(), days="4")
    new = RetentionRule.objects.on(tomorrow).get(kept=Kept.DOCUMENT)
    undo = url("retention_withdraw", new.pk)
    assert undo in text_of(client.get(url("retention")))
    assert "celui d’avant continue" in text_of(client.post(undo, follow=True))
    rule.refresh_from_db()
    assert rule.ends_before is None
    assert RetentionRule.objects.filter(kept=Kept.DOCUMENT).count() == 1
    assert AuditEntry.objects.filter(verb="newcomers.retentionrule.withdrawn").count() == 1
    assert client.post(undo).status_code == 404


def test_a_delay_that_has_begun_stays(rule) -> None:
    client = officer()
    send(client)
    new = RetentionRule.objects.on(today()).get(kept=Kept.DOCUMENT)
    undo = url("retention_withdraw", new.pk)
    assert undo not in text_of(client.get(url("retention")))
    assert "inscrivez-en un nouveau" in text_of(client.post(undo, follow=True))
    assert RetentionRule.objects.filter(pk=new.pk).exists()
