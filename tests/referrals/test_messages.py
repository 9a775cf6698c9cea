"""What leaves Ancrage says nothing of the person."""

from collections.abc import Iterable
from typing import Any

import pytest

from ancrage.accounts.models import Notification
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.models import Shared
from ancrage.referrals.actions.answering import accept, ask_precision, decline, reply
from ancrage.referrals.actions.linking import ask_code
from ancrage.referrals.actions.sending import remind, resend
from ancrage.referrals.actions.withdrawing import withdraw
from ancrage.referrals.models import Referral
from tests.factories.referrals import DeclineReasonFactory
from tests.newcomers.referable import refer_now, referable
from tests.referrals.sent import mails_about, sent

pytestmark = pytest.mark.django_db


def personal_words(values: Iterable[Any]) -> set[str]:
    words = {str(word) for value in values if value for word in str(value).replace("-", " ").split()}
    return {word for word in words if len(word) > 3}


def words_of(person: Any, referral: Referral) -> set[str]:
    """Everything known of the person, and what was communicated."""
    names = ("given_names", "family_names", "original_name", "other_names", "phone", "phone_note", "contact_hours")
    own = [getattr(person, name) for name in (*names, "address", "birth_on")]
    lines = [part for line in referral.package for part in (line["value"], line["detail"])]
    return personal_words([*own, *lines, person.municipality.name, person.email.split("@")[0]])


def test_no_message_holds_a_personal_word() -> None:
    scene = referable(
        person__given_names="Mariana Esperanza",
        person__family_names="Ospina Restrepo",
        person__original_name="Мариана",
        person__other_names="Villegas",
        person__phone="+14185550142",
        person__phone_note="cellulaire partagé",
        person__contact_hours="après dix-huit heures",
        person__email="mariana.ospina@courriel.example",
        person__contact_way="email",
        person__address="123 rue Cachée",
        person__municipality__name="Sainte-Introuvable",
        consent__shared=[one.value for one in Shared],
        need__title="Fuir quelqu’un",
    )
    referral = refer_now(scene)
    words = words_of(scene.case.person, referral) | {"Fuir", "quelqu’un", scene.need.domain.label}
    assert {"Ospina", "Cachée", "partagé", "Sainte"} <= words
    at, by, link = now(), scene.agent, referral.links.get()
    ask_code(link=link, address=None, at=at)
    ask_precision(referral=referral, by=link, at=at, question="Une question")
    reply(referral=referral, text="Mariana peut le soir", by=by, at=at)
    remind(referral=referral, by=JobActor("test"), at=at)
    resend(referral=referral, by=by, at=at)
    accept(referral=referral, by=by, at=at, note="Mariana vient mardi")
    withdraw(referral=referral, reason="Mariana préfère", by=by, at=at)
    texts = [f"{message.subject}\n{message.body}" for message in OutgoingMessage.objects.all()]
    texts += list(Notification.objects.values_list("text", flat=True))
    assert len(texts) == 9
    assert [(word, text) for word in words for text in texts if word.lower() in text.lower()] == []


def test_the_person_is_told_that_an_answer_waits_and_nothing_else() -> None:
    referral = sent(told_email="elle@courriel.example", told_language="es")
    accept(referral=referral, by=referral.created_by, at=now())
    message = OutgoingMessage.objects.get(to="elle@courriel.example")
    assert message.subject == "Une réponse vous attend – Hay una respuesta para usted"
    assert message.body.index("Une réponse vous attend") < message.body.index("Hay una respuesta")
    hidden = (referral.service.name, referral.organization.name, referral.domain.label, referral.reference, "accept")
    assert not [word for word in hidden if word.lower() in message.body.lower()]


@pytest.mark.parametrize("fields", [{"told_email": ""}, {"told_email": "elle@courriel.example", "is_restricted": True}])
def test_the_person_is_not_told_against_their_will_nor_of_what_is_restricted(fields: dict[str, Any]) -> None:
    referral = sent(**fields)
    decline(referral=referral, by=referral.created_by, at=now(), reason=DeclineReasonFactory.create())
    assert {message.to for message in mails_about(referral)} == {referral.organization.email}


def test_the_message_asks_with_link_and_deadline() -> None:
    referral = sent()
    message = mails_about(referral)[0]
    assert message.to == referral.organization.email
    assert "http://localhost:8000/repondre/" in message.body
    assert f"http://localhost:8000/mes-aiguillages/{referral.pk}/" in message.body
    assert "une personne" in message.body
    assert referral.service.name in message.body
    assert "réponse attendue avant" in message.subject
