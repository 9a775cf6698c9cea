"""A document asked of the person: seen in plain words, given or not held, and whoever follows them is told."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions.document_requests import (
    DocumentRequestRefused,
    ask_document,
    restore_request,
    withdraw_request,
)
from ancrage.newcomers.models import Case, ClosingReason, Document, DocumentRequest
from ancrage.portal.actions.telling import give_document, tell_not_held
from ancrage.portal.models import SpaceTelling
from ancrage.portal.queries.data import own_data
from tests.factories.files import upload
from tests.factories.newcomers import DocumentRequestFactory, DocumentTypeFactory, PersonFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url
from tests.portal.reading import Own

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
SENTENCE = "La page signée, pour l’inscription à l’école."


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return a_scene(person=PersonFactory.create(email="elle@exemple.ca", contact_way="email"))


@pytest.fixture
def leila(scene) -> Own:
    return Own(SpaceFactory.create(person=scene.case.person), scene.case)


def asked_in(scene: Scene, **fields) -> DocumentRequest:
    return DocumentRequestFactory.create(case=scene.case, asked_by=scene.agent, **fields)


def ask(scene: Scene, **changes):
    typed = {"kind": DocumentTypeFactory.create().pk, "sentence": SENTENCE, "wished_on": "2021-07-23"} | changes
    return scene.client().post(url("document_ask", scene.case), typed, follow=True)


def close(case: Case) -> None:
    reason = ClosingReason.objects.create(code="x", label_fr="x", label_en="x")
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=AT, closing_reason=reason)


def told(scene: Scene) -> list[str]:
    rows = Notification.objects.filter(user=scene.agent).order_by("pk")
    return [one.text.replace("\u00a0", " ") for one in rows]


def verbs() -> list[str]:
    rows = AuditEntry.objects.filter(verb__startswith="newcomers.documentrequest").order_by("pk")
    return [verb.rsplit(".", 1)[1] for verb in rows.values_list("verb", flat=True)]


def test_asked_seen_given_and_the_agent_is_told(scene, leila) -> None:
    page = text_of(ask(scene))
    assert "C’est demandé" in page and "Demandés à la personne" in page and "Bail du logement" in page
    assert SENTENCE in page and "23 juillet 2021" in page and "Attendu" in page
    page = leila.page("/mon-plan/")
    assert "On vous demande un document" in page and "Bail du logement" in page and SENTENCE in page
    assert "23 juillet 2021" in page
    page = leila.post("asked_give", DocumentRequest.objects.get(), file=upload())
    assert "On vous demande un document" not in page
    asked, document = DocumentRequest.objects.get(), Document.objects.get()
    assert (asked.document, asked.answered_at, document.title) == (document, AT, "Bail du logement")
    assert told(scene) == [f"Dossier {scene.case.reference} : la personne a remis un document demandé."]
    assert verbs() == ["asked", "given"]
    page = text_of(scene.client().get(url("documents", scene.case)))
    assert "Demandés à la personne" not in page and "Bail du logement" in page
    assert "Document demandé à la personne" in text_of(scene.client().get(url("case", scene.case)))
    assert "Un document vous a été demandé" in leila.page("/mon-plan/historique/")


def test_the_message_says_only_that_something_awaits(scene, leila) -> None:
    ask(scene)
    message = OutgoingMessage.objects.get()
    assert SpaceTelling.objects.count() == 1
    for hidden in ("Bail", "document", SENTENCE, scene.case.reference):
        assert hidden not in message.subject + message.body


def test_not_held_for_a_reason_then_given_after_all(scene, leila) -> None:
    asked = asked_in(scene)
    page = leila.page(reverse("portal:asked_not_held", args=[asked.pk]))
    assert "Ce n’est pas grave" in page and "Bail du logement" in page
    page = leila.post("asked_not_held", asked, not_held="Mon propriétaire l’a gardé")
    assert "Vous avez dit que vous ne l’avez pas" in page and "Mon propriétaire l’a gardé" in page
    assert told(scene) == [f"Dossier {scene.case.reference} : la personne n’a pas un document demandé."]
    page = text_of(scene.client().get(url("documents", scene.case)))
    assert "La personne ne l’a pas" in page and "Mon propriétaire l’a gardé" in page
    assert "La personne n’a pas le document demandé" in text_of(scene.client().get(url("case", scene.case)))
    page = leila.post("asked_take_back", asked)
    assert "Vous avez dit" not in page and "Ajouter ce document" in page
    leila.post("asked_not_held", asked, not_held="Perdu")
    leila.post("asked_give", asked, file=upload())
    asked.refresh_from_db()
    assert asked.document and asked.not_held == ""
    assert verbs() == ["not_held", "answer_taken_back", "not_held", "given"]


@pytest.mark.parametrize(("name", "data"), [("asked_not_held", {"not_held": " "}), ("asked_give", {})])
def test_what_is_missing_is_said_beside_it(name, data, scene, leila) -> None:
    asked = asked_in(scene)
    answer = leila.client.post(reverse(f"portal:{name}", args=[asked.pk]), data)
    assert answer.status_code == 200 and answer.context["form"].errors
    asked.refresh_from_db()
    assert asked.is_open and asked.answered_at is None


def test_a_file_that_is_not_taken_in_keeps_the_request(scene, leila) -> None:
    asked = asked_in(scene)
    page = leila.post("asked_give", asked, file=upload(b"MZ", name="bail.pdf"))
    assert "Ajouter ce document" in page
    asked.refresh_from_db()
    assert asked.is_open and not Document.objects.exists()


def test_taken_back_by_the_agent_and_asked_again(scene, leila) -> None:
    asked = asked_in(scene)
    page = text_of(scene.client().post(url("document_ask_withdraw", scene.case, asked), follow=True))
    assert "n’est plus demandé" in page and "Annuler" in page
    assert "On vous demande un document" not in leila.page("/mon-plan/")
    assert leila.client.get(reverse("portal:asked_give", args=[asked.pk])).status_code == 404
    scene.client().post(url("document_ask_restore", scene.case, asked))
    assert "On vous demande un document" in leila.page("/mon-plan/")
    withdraw_request(asked=asked, by=scene.agent, at=AT)
    asked_in(scene)
    with pytest.raises(DocumentRequestRefused, match="déjà demandé"):
        restore_request(asked=asked, by=scene.agent, at=AT)


def test_what_is_given_is_no_longer_taken_back(scene, leila) -> None:
    asked = asked_in(scene)
    leila.post("asked_give", asked, file=upload())
    page = text_of(scene.client().post(url("document_ask_withdraw", scene.case, asked), follow=True))
    assert "vient de remettre ce document" in page


def test_refused_and_nothing_typed_is_lost(scene) -> None:
    page = text_of(ask(scene))
    assert "n’a pas d’espace « Mon plan » ouvert" in page and SENTENCE in page
    SpaceFactory.create(person=scene.case.person)
    assert "Cette date est passée" in text_of(ask(scene, wished_on="2021-07-13"))
    assert "kind" in ask(scene, kind="").context["form"].errors
    ask(scene)
    page = text_of(ask(scene, sentence="Une autre fois"))
    assert "déjà demandé" in page and "Une autre fois" in page
    assert DocumentRequest.objects.count() == 1
    close(scene.case)
    with pytest.raises(DocumentRequestRefused, match="fermé"):
        ask_document(
            case=scene.case, kind=DocumentTypeFactory.create(), sentence="", wished_on=None, by=scene.agent, at=AT
        )


def test_in_arabic_beside_french(scene, leila) -> None:
    asked = asked_in(scene, wished_on=date(2021, 7, 23), sentence=SENTENCE)
    page = leila.page("/mon-plan/?langue=ar")
    for said in ("تُطلب منك وثيقة", "عقد الإيجار", "Bail du logement", "إضافة هذه الوثيقة", "ليس عندي"):
        assert said in page
    assert 'dir="rtl"' in page and f'<bdi lang="fr">{SENTENCE}</bdi>' in page
    assert "لماذا؟" in leila.page(reverse("portal:asked_not_held", args=[asked.pk]))


def test_only_one_s_own_and_not_once_the_dossier_is_closed(scene, leila) -> None:
    other = DocumentRequestFactory.create()
    for name in ("asked_give", "asked_not_held"):
        assert leila.client.get(reverse(f"portal:{name}", args=[other.pk])).status_code == 404
    asked_in(scene)
    close(scene.case)
    assert "On vous demande un document" not in leila.page("/mon-plan/")


def test_it_goes_with_the_document_and_is_in_one_s_data(scene, leila) -> None:
    asked = asked_in(scene, sentence=SENTENCE)
    leila.post("asked_give", asked, file=upload())
    [told_] = own_data(scene.case, leila.space, AT)["documents_demandes"]
    assert (told_["document"], told_["phrase"], told_["repondu_le"]) == ("Bail du logement", SENTENCE, AT)
    Document.objects.get().delete()
    assert not DocumentRequest.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"not_held": "Perdu"},
        {"answered_at": AT},
    ],
)
def test_the_database_holds_what_an_answer_is(fields, scene) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        asked_in(scene, **fields)


def test_one_of_a_type_at_a_time(scene) -> None:
    asked_in(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked_in(scene)


def test_more_requests_ask_for_no_more_statements(scene, leila) -> None:
    counts = []
    for code in ("bail", "passeport", "diplome"):
        asked_in(scene, kind=DocumentTypeFactory.create(code=code), asked_at=AT - timedelta(days=1))
        for page in (leila.client.get, scene.client().get):
            path = "/mon-plan/" if page == leila.client.get else url("documents", scene.case)
            page(path)
            with CaptureQueriesContext(
                connection,
            ) as found:
                page(path)
            counts.append(len(found))
    assert len(set(counts[::2])) == 1 and len(set(counts[1::2])) == 1


@pytest.mark.django_db(transaction=True)
def test_taken_back_and_answered_at_once(scene, leila) -> None:
    """One of the two is refused: never both."""
    asked, barrier, said = asked_in(scene), Barrier(2), []

    def run(act, **values) -> None:
        try:
            barrier.wait(timeout=30)
            act(**values)
            said.append("done")
        except DocumentRequestRefused:
            said.append("refused")
        finally:
            connection.close()

    give = {"case": scene.case, "asked": asked, "file": upload(), "title": "Bail", "by": leila.user, "at": AT}
    acts = [(give_document, give), (withdraw_request, {"asked": asked, "by": scene.agent, "at": AT})]
    threads = [Thread(target=run, args=(act,), kwargs=values) for act, values in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "refused"]
    asked.refresh_from_db()
    assert (asked.document is None) != (asked.withdrawn_at is None)


def test_without_an_agent_whoever_asked_is_told(scene, leila) -> None:
    asked = asked_in(scene)
    Case.objects.filter(pk=scene.case.pk).update(agent=None, state="requested")
    asked.refresh_from_db()
    tell_not_held(asked=asked, reason="Perdu", by=leila.user, at=AT)
    assert len(told(scene)) == 1
