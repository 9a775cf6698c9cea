"""Several persons told at once that something awaits them; several referrals asked again or taken back."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions import batches as actions
from ancrage.newcomers.models import Case, CaseBatch, CaseState, ClosingReason
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.models import ReferralState
from tests.factories.newcomers import CaseFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url
from tests.referrals.sent import sent_tie

pytestmark = pytest.mark.django_db
REACHED = {"email": "leila@exemple.ca", "contact_way": "email"}


@pytest.fixture
def scene() -> Scene:
    return a_scene(**{f"person__{name}": value for name, value in REACHED.items()})


def another(scene: Scene, **person: Any) -> Case:
    fields = {f"person__{name}": value for name, value in (REACHED | person).items()}
    return CaseFactory.create(service_point=scene.case.service_point, agent=scene.agent, **fields)


def address(name: str, *chosen: Any) -> str:
    return f"{url(name)}?{urlencode([('ligne', one) for one in chosen])}"


# Wrong first


def test_nothing_ticked_or_nothing_within_reach_writes_to_nobody(scene) -> None:
    client = scene.client()
    back = client.post(url("batch_choose", "ecrire"), {}, follow=True)
    assert "Cochez d’abord les dossiers dans la liste." in text_of(back)
    elsewhere = CaseFactory.create(person__email="x@exemple.ca", person__contact_way="email")
    for chosen in (elsewhere.pk, uuid4(), "x"):
        assert client.post(address("batch_write", chosen)).status_code == 404
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"may_write": False}, "Ne pas écrire"),
        ({"may_leave_message": False}, "ne pas laisser de message"),
        ({"email": ""}, "Aucun courriel"),
        ({"contact_way": "phone"}, "n’est pas la façon sûre"),
        ({"contact_way": "in_person"}, "n’est pas la façon sûre"),
        ({"contact_hours": "le soir"}, "À joindre à ses heures : le soir"),
    ],
)
def test_whoever_may_not_be_written_to_is_left_out_with_why(scene, person, why) -> None:
    case = another(scene, **person)
    client = scene.client()
    where = address("batch_write", scene.case.pk, case.pk)
    shown = text_of(client.get(where))
    assert why in shown and "Écrire à 1 personne" in shown
    assert why in text_of(client.post(where, follow=True))
    assert [message.to for message in OutgoingMessage.objects.all()] == [REACHED["email"]]
    assert {line.case: bool(line.refusal) for line in CaseBatch.objects.get().lines.all()} == {
        scene.case: False,
        case: True,
    }
    [entry] = AuditEntry.objects.filter(verb="newcomers.person.written_to")
    assert entry.about == [scene.case.pk, scene.case.person_id]


def test_a_closed_dossier_and_a_second_message_of_the_day_are_left_out(scene) -> None:
    closed = another(scene)
    closing = ClosingReason.objects.create(code="x", label_fr="X", label_en="X", position=1)
    Case.objects.filter(pk=closed.pk).update(state=CaseState.CLOSED, closed_at=now(), closing_reason=closing)
    batch = actions.write_to(cases=[scene.case, closed], by=scene.agent, at=now())
    assert batch.lines.get(case=closed).refusal == "Le dossier est fermé."
    again = actions.write_to(cases=[scene.case], by=scene.agent, at=now())
    assert "déjà parti" in again.lines.get().refusal
    assert OutgoingMessage.objects.count() == 1


# Right


def test_each_is_told_only_that_something_awaits_them(scene) -> None:
    other = another(scene, email="x@exemple.ca")
    text = text_of(scene.client().get(address("batch_write", scene.case.pk, other.pk)))
    assert "Quelque chose vous attend" in text
    done = scene.client().post(address("batch_write", scene.case.pk, other.pk), follow=True)
    assert "2 personnes sont averties." in text_of(done)
    for message in OutgoingMessage.objects.all():
        said = message.subject + message.body
        for held in (
            scene.case.reference,
            scene.case.service_point.name,
            scene.case.person.full_name,
            scene.agent.full_name,
        ):
            assert held not in said
    assert AuditEntry.objects.filter(verb="newcomers.person.written_to").count() == 2
    batch = CaseBatch.objects.get()
    with pytest.raises(actions.BatchRefused):
        actions.undo_batch(batch=batch, cases=[scene.case], by=scene.agent, at=now())


def test_both_lists_of_persons_lead_there_and_a_director_writes_to_nobody(scene) -> None:
    waiting = another(scene)
    Case.objects.filter(pk=waiting.pk).update(first_contact_at=None)
    director = director_of(scene.case)
    for name in ("cases", "requests"):
        shown = text_of(scene.client().get(url(name), {"tous": ""}))
        assert url("batch_choose", "ecrire") in shown and f'value="{waiting.pk}"' in shown
        assert url("batch_choose", "ecrire") not in text_of(scene.client(director).get(url(name), {"tous": ""}))
    taken = scene.client().post(url("batch_choose", "ecrire"), {"ligne": [str(waiting.pk)]})
    assert str(waiting.pk) in taken.headers["Location"]


def test_as_many_statements_to_show_three_as_one(scene) -> None:
    cases = [scene.case, *(another(scene) for _ in range(2))]

    def asked(*chosen: Case) -> int:
        client = scene.client()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("batch_write", *(case.pk for case in chosen))).status_code == 200
        return len(captured)

    assert asked(scene.case) == asked(*cases)


# Referrals


def test_referrals_out_of_reach_or_restricted_are_neither_asked_again_nor_taken_back(scene) -> None:
    far = sent_tie()
    hidden = sent_tie(case=scene.case, referral__is_restricted=True)
    for tie in (far, hidden):
        assert scene.client().post(url("referrals_remind"), {"ligne": [str(tie.referral_id)]}).status_code == 404
        assert scene.client().post(address("referrals_withdraw", tie.referral_id), {"reason": ""}).status_code == 404
    assert scene.client().post(url("referrals_remind"), {"ligne": ["x"]}).status_code == 404
    assert "Cochez d’abord" in text_of(scene.client().post(url("referrals_choose"), {}, follow=True))
    assert "ligne" not in text_of(scene.client(director_of(scene.case)).get(url("sent_referrals"), {"tri": "tous"}))


def test_several_are_asked_again_and_what_cannot_be_says_why(scene) -> None:
    waiting, answered = sent_tie(case=scene.case), sent_tie(case=scene.case)
    accept(referral=answered.referral, by=answered.referral.links.get(), at=now())
    chosen = {"ligne": [str(tie.referral_id) for tie in (waiting, answered)]}
    text = text_of(scene.client().post(url("referrals_remind"), chosen, follow=True))
    assert "1 aiguillage relancé." in text and answered.referral.reference in text
    assert "ne se renvoie pas" in text
    assert waiting.referral.links.count() == 2 and answered.referral.links.count() == 1
    assert AuditEntry.objects.filter(verb="referrals.referral.resent").count() == 1


def test_asked_again_twice_in_a_day_the_organisation_is_written_to_once(scene) -> None:
    tie = sent_tie(case=scene.case)

    def again() -> Any:
        return scene.client().post(url("referrals_remind"), {"ligne": [str(tie.referral_id)]}, follow=True)

    again()
    written = OutgoingMessage.objects.count()
    assert "déjà été relancé depuis moins d’un jour" in text_of(again())
    assert OutgoingMessage.objects.count() == written and tie.referral.links.count() == 2
    tie.referral.links.exclude(revoked_at=None).update(revoked_at=real_now() - timedelta(days=2))
    assert "1 aiguillage relancé." in text_of(again())


def test_several_are_taken_back_for_one_reason(scene) -> None:
    one, two = sent_tie(case=scene.case), sent_tie(case=scene.case)
    scene.client().post(address("referrals_withdraw", one.referral_id), {"reason": "Seul"})
    where = address("referrals_withdraw", one.referral_id, two.referral_id)
    shown = text_of(scene.client().get(where))
    assert "Retirer 2 aiguillages" in shown and two.referral.reference in shown
    text = text_of(scene.client().post(where, {"reason": "Départ"}, follow=True))
    assert "1 aiguillage retiré." in text and "Cet aiguillage est retiré." in text
    two.referral.refresh_from_db()
    assert two.referral.state == ReferralState.WITHDRAWN
    assert two.referral.transitions.get(to_state="withdrawn").note == "Départ"


def test_referrals_have_views_of_their_own(scene) -> None:
    client = scene.client()
    page = client.get(url("sent_referrals"), {"tri": "attente", "moi": "oui", "col": ["state"]})
    save = f"{url('view_save', 'aiguillages')}?{page.context['view']}"
    assert client.post(save, {"name": "Les miens"}).headers["Location"].endswith("?tri=attente&moi=oui&col=state")
    assert "Les miens" in text_of(client.get(url("sent_referrals"), {"tri": "tous"}))
    assert "Les miens" in text_of(client.get(url("saved_views")))
