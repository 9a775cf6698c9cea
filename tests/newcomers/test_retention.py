"""What is destroyed once kept long enough, and what stays."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from ancrage.audit.models import AuditEntry
from ancrage.core.actors import JobActor
from ancrage.files.actions.scanning import scan_waiting
from ancrage.files.enums import Scan
from ancrage.files.models import StoredFile
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers import jobs
from ancrage.newcomers.actions.closing import ClosingRefused, reopen_case
from ancrage.newcomers.actions.documents import add_document
from ancrage.newcomers.actions.doubles import note_doubles
from ancrage.newcomers.actions.online import OnlineRefused, bring_back, discard
from ancrage.newcomers.actions.reference import load_reference
from ancrage.newcomers.actions.retention import destroy_document, destroy_unwanted
from ancrage.newcomers.models import (
    Case,
    CaseState,
    ClosingReason,
    Document,
    Kept,
    LikelyDouble,
    OnlineRequest,
    Person,
    RetentionRule,
)
from ancrage.newcomers.queries.retention import documents_over, unwanted_over
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.files import upload
from tests.factories.newcomers import CaseFactory, NoticeFactory, PersonFactory
from tests.files.clamd import clamd
from tests.files.test_scanning import infect, nowhere
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
BY = JobActor("test")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules() -> None:
    for kept, days in ((Kept.DOCUMENT, 100), (Kept.UNWANTED, 30)):
        RetentionRule.objects.create(kept=kept, days=days, basis="Essai", during=from_day(date(2019, 7, 1)))


def reason(code: str) -> ClosingReason:
    return ClosingReason.objects.get_or_create(code=code, defaults={"label_fr": code, "label_en": code})[0]


def shut(case: Case, at: datetime = AT) -> None:
    case.state, case.closed_at, case.closing_reason = CaseState.CLOSED, at, reason("plan")
    case.save()


def with_document(scene: Scene) -> Document:
    return add_document(
        case=scene.case, file=upload(), title="Bail de Nour", is_restricted=False, by=scene.agent, at=AT
    )


def unwanted(scene: Scene | None = None, **person: Any) -> Case:
    scene = scene or a_scene(
        agent=None,
        state=CaseState.REQUESTED,
        first_contact_at=None,
        person=PersonFactory.create(**{"given_names": "Achetez", "family_names": "Maintenant"} | person),
    )
    online = OnlineRequest.objects.create(
        case=scene.case, language="fr", notice=NoticeFactory.create(), message="Publicité", received_at=AT
    )
    OutgoingMessage.objects.create(
        to="victime@exemple.ca",
        subject="x",
        body="y",
        language="fr",
        created_at=AT,
        about_type=online._meta.label_lower,
        about_id=str(online.pk),
    )
    reason("indesirable")
    discard(case=scene.case, by=scene.agent, at=AT)
    return scene.case


def everywhere(word: str) -> list[str]:
    """Tables of dossiers and of their history that hold ``word``."""
    with connection.cursor() as cursor:
        found = []
        for model in apps.get_app_config("newcomers").get_models():
            table = model._meta.db_table
            cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE row::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


# ── documents ──


@pytest.mark.django_db(transaction=True)
def test_a_document_is_destroyed_once_its_dossier_is_closed_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_scene()
    document = with_document(scene)
    key = document.file.key
    assert not documents_over(AT + 1000 * DAY).exists()
    shut(scene.case)
    assert not documents_over(AT + 100 * DAY).exists()
    assert not destroy_document(document=document, by=BY, at=AT + 100 * DAY)
    monkeypatch.setattr(jobs, "now", lambda: AT + 101 * DAY)
    jobs.destroy_what_is_over(0)
    jobs.destroy_what_is_over(0)
    assert not Document.objects.exists() and not StoredFile.objects.exists()
    assert not default_storage.exists(key)
    assert everywhere("Bail de Nour") == []
    entry = AuditEntry.objects.get(verb="newcomers.document.destroyed")
    assert (entry.target_id, entry.about) == (str(document.pk), [scene.case.pk, scene.case.person_id])


def test_a_storage_away_does_not_stop_the_destruction(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any) -> None:
        raise ConnectionRefusedError

    scene = a_scene()
    document = with_document(scene)
    shut(scene.case)
    monkeypatch.setattr("django.core.files.storage.memory.InMemoryStorage.delete", away)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda act: act())
        assert destroy_document(document=document, by=BY, at=AT + 101 * DAY)
    assert not StoredFile.objects.exists()


def test_a_dossier_opened_again_keeps_its_documents() -> None:
    scene = a_scene()
    document = with_document(scene)
    shut(scene.case)
    reopen_case(case=scene.case, note="", by=scene.agent, at=AT + 90 * DAY)
    assert not destroy_document(document=document, by=BY, at=AT + 1000 * DAY)


def test_the_rule_of_the_day_decides_and_without_one_nothing_goes() -> None:
    scene = a_scene()
    with_document(scene)
    shut(scene.case)
    RetentionRule.objects.filter(kept=Kept.DOCUMENT).update(during=from_day(date(2019, 7, 1), date(2021, 10, 1)))
    assert not documents_over(AT + 101 * DAY).exists()
    RetentionRule.objects.create(kept=Kept.DOCUMENT, days=200, basis="Nouveau", during=from_day(date(2021, 10, 1)))
    assert not documents_over(AT + 200 * DAY).exists()
    assert documents_over(AT + 201 * DAY).exists()


@pytest.mark.parametrize("wrong", [{"days": 0}, {"kept": "rien"}, {"during": from_day(date(2020, 1, 1))}])
def test_a_rule_is_one_at_a_time_of_something_known(wrong: dict[str, Any]) -> None:
    right = {"kept": Kept.DOCUMENT, "days": 10, "basis": "x", "during": from_day(date(2018, 1, 1), date(2019, 1, 1))}
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.create(**(right | wrong))


def test_the_rules_come_with_the_reference_once() -> None:
    RetentionRule.objects.all().delete()
    load_reference(by=BY, at=AT)
    assert load_reference(by=BY, at=AT) == 0
    assert set(RetentionRule.objects.values_list("kept", "days")) == {(Kept.DOCUMENT, 1825), (Kept.UNWANTED, 30)}


# ── unwanted requests ──


def test_an_unwanted_request_is_emptied_after_its_delay_and_still_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    case = unwanted(phone="+14185550188", email="victime@exemple.ca", address="1 rue Fausse")
    monkeypatch.setattr(jobs, "now", lambda: AT + 30 * DAY)
    jobs.destroy_what_is_over(0)
    assert everywhere("Maintenant")
    monkeypatch.setattr(jobs, "now", lambda: AT + 31 * DAY)
    jobs.destroy_what_is_over(0)
    jobs.destroy_what_is_over(0)
    for word in ("Achetez", "Maintenant", "+14185550188", "victime"):
        assert everywhere(word) == []
    online, person = OnlineRequest.objects.get(case=case), Person.objects.get(pk=case.person_id)
    assert (online.message, online.destroyed_at, person.address) == ("", AT + 31 * DAY, "")
    assert not OutgoingMessage.objects.filter(to="victime@exemple.ca").exists()
    assert Case.objects.filter(closing_reason__code="indesirable").count() == 1
    assert AuditEntry.objects.filter(verb="newcomers.onlinerequest.destroyed").count() == 1


def test_what_is_destroyed_comes_back_by_no_door() -> None:
    case, agent = unwanted(), UserFactory.create()
    assert destroy_unwanted(case=case, by=BY, at=AT + 31 * DAY)
    for act, refused in ((bring_back, OnlineRefused), (reopen_case, ClosingRefused)):
        more = {"note": ""} if act is reopen_case else {}
        with pytest.raises(refused, match="détruite"):
            act(case=case, by=agent, at=AT + 32 * DAY, **more)
    assert not destroy_unwanted(case=case, by=BY, at=AT + 33 * DAY)


def test_one_brought_back_in_time_is_not_destroyed() -> None:
    case, agent = unwanted(), UserFactory.create()
    bring_back(case=case, by=agent, at=AT + DAY)
    assert not destroy_unwanted(case=case, by=BY, at=AT + 365 * DAY)
    assert everywhere("Maintenant")


def test_a_person_with_another_dossier_keeps_their_name() -> None:
    case = unwanted()
    CaseFactory.create(person=case.person, state=CaseState.CLOSED, closed_at=AT, closing_reason=reason("plan"))
    assert destroy_unwanted(case=case, by=BY, at=AT + 31 * DAY)
    assert Person.objects.get(pk=case.person_id).family_names == "Maintenant"
    assert OnlineRequest.objects.get(case=case).message == ""


def test_those_emptied_are_no_doubles_of_one_another() -> None:
    same = {"birth_on": date(1990, 1, 2), "phone": "+14185550188"}
    cases = [unwanted(**same), unwanted(**same)]
    note_doubles(person=cases[0].person, by=BY, at=AT)
    assert LikelyDouble.objects.exists()
    for case in cases:
        destroy_unwanted(case=case, by=BY, at=AT + 31 * DAY)
    assert not LikelyDouble.objects.exists()
    assert not Person.objects.to_compare().filter(pk__in=[case.person_id for case in cases]).exists()


def test_a_dossier_closed_for_another_reason_is_left_alone() -> None:
    case = unwanted()
    Case.objects.filter(pk=case.pk).update(closing_reason=reason("plan"))
    assert not unwanted_over(AT + 365 * DAY).exists()


# ── a document held ──


def test_a_document_that_waits_says_so_and_opens_once_examined(settings: Any) -> None:
    scene = a_scene()
    settings.ANCRAGE_CLAMD = nowhere()
    document = with_document(scene)
    page = scene.client().get(url("document", scene.case, document))
    assert page.status_code == 200 and "attend d’être vérifié" in text_of(page)
    assert "Vérification en attente" in text_of(scene.client().get(url("documents", scene.case)))
    with clamd() as (settings.ANCRAGE_CLAMD, _seen):
        scan_waiting(at=AT + timedelta(hours=1))
    assert scene.client().get(url("document", scene.case, document))["Content-Type"] == "application/pdf"


def test_whoever_added_a_document_found_infected_is_told_and_nobody_opens_it(settings: Any) -> None:
    scene = a_scene()
    settings.ANCRAGE_CLAMD = nowhere()
    document = with_document(scene)
    infect(document.file)
    with clamd() as (settings.ANCRAGE_CLAMD, _seen):
        scan_waiting(at=AT)
    document.file.refresh_from_db()
    assert document.file.scan == Scan.INFECTED
    assert "Un virus a été trouvé" in text_of(scene.client(scene.colleague).get(url("document", scene.case, document)))
    assert scene.agent.notifications.get().kind == "newcomers.document_infected"
    assert OutgoingMessage.objects.get().to == scene.agent.email
    assert AuditEntry.objects.filter(verb="newcomers.document.infected").count() == 1


def test_without_a_scanner_a_quarantine_is_explained(settings: Any) -> None:
    scene = a_scene()
    settings.ANCRAGE_CLAMD, settings.ANCRAGE_QUARANTINE_UNSCANNED = "", True
    document = with_document(scene)
    assert "en quarantaine" in text_of(scene.client().get(url("document", scene.case, document)))


def test_a_storage_away_is_said_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any, **_named: Any) -> None:
        raise ConnectionRefusedError

    scene = a_scene()
    document = with_document(scene)
    monkeypatch.setattr("django.core.files.storage.memory.InMemoryStorage._open", away)
    page = scene.client().get(url("document", scene.case, document))
    assert page.status_code == 503 and "Rien n’est perdu" in text_of(page)
