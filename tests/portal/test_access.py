"""The side of the staff: inviting the person of a dossier, and shutting the access."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.models import CaseState, ContactWay
from ancrage.portal.actions.activation import activate
from ancrage.portal.actions.invitations import InvitationRefused, invite
from ancrage.portal.models import InvitationWay, Space, SpaceInvitation
from tests.factories.newcomers import PersonFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import Scene, a_scene, text_of

pytestmark = pytest.mark.django_db
PHRASE = "un lac en hiver"


def a_case(**person) -> Scene:
    return a_scene(person=PersonFactory.create(**{"email": "leila@exemple.ca", "contact_way": "email"} | person))


def ask(scene: Scene, **data) -> str:
    answer = scene.client().post(
        reverse("portal:access", args=[scene.case.pk]), {"way": "email", "language": "ar"} | data
    )
    assert answer.status_code == 200
    return text_of(answer)


def test_an_invitation_is_sent_and_its_code_is_told_once() -> None:
    scene = a_case()
    page = ask(scene)
    code = re.search(r"\b\d{6}\b", page.split("Code :")[1])[0]
    message = OutgoingMessage.objects.get(to="leila@exemple.ca")
    key = re.search(r"/mon-plan/activer/(\w+)/\?langue=ar", message.body)[1]
    assert code not in message.body and key not in page
    again = text_of(scene.client().get(reverse("portal:access", args=[scene.case.pk])))
    assert code not in again and "Invitation faite" in again
    kept = SpaceInvitation.objects.get()
    assert key not in (kept.key, kept.code) and code not in (kept.key, kept.code)
    assert activate(key=key, code=code, email="", secret=PHRASE, at=now())
    assert Space.objects.get().person == scene.case.person


@pytest.mark.parametrize(
    "choice", [{"may_write": False}, {"contact_way": ContactWay.IN_PERSON}, {"email": ""}], ids=str
)
def test_who_is_not_to_be_written_to_is_invited_on_paper(choice) -> None:
    scene = a_case(**choice)
    page = ask(scene)
    assert "de la liste" in page
    with pytest.raises(InvitationRefused):
        invite(case=scene.case, way=InvitationWay.EMAIL, language="fr", by=scene.agent, at=now())
    page = ask(scene, way="printed")
    assert re.search(r"/mon-plan/activer/\w{20}/\?langue=ar", page)
    assert not OutgoingMessage.objects.exists()


def test_an_invitation_serves_once_for_seven_days_and_five_codes() -> None:
    scene = a_case()
    told = invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=now())
    key = told.link.rstrip("/").rsplit("/", 1)[-1]
    at = now()
    asked = {"key": key, "code": told.code, "email": "x@exemple.ca", "secret": PHRASE}
    assert activate(**asked, at=at + timedelta(days=8)) is None
    for _try in range(5):
        assert activate(**asked | {"code": "000000"}, at=at) is None
    assert activate(**asked, at=at) is None
    told = invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=at)
    key = told.link.rstrip("/").rsplit("/", 1)[-1]
    asked |= {"key": key, "code": told.code}
    assert activate(**asked, at=at)
    assert activate(**asked, at=at) is None


def test_a_second_invitation_ends_the_first_and_a_withdrawn_one_is_over() -> None:
    scene = a_case()
    first = invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=now())
    invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=now())
    key = first.link.rstrip("/").rsplit("/", 1)[-1]
    assert activate(key=key, code=first.code, email="x@exemple.ca", secret=PHRASE, at=now()) is None
    scene.client().post(reverse("portal:invitation_withdraw", args=[scene.case.pk]))
    assert not SpaceInvitation.objects.waiting().exists()


def test_a_closed_dossier_invites_nobody() -> None:
    scene = a_case()
    scene.case.__class__.objects.filter(pk=scene.case.pk).update(state=CaseState.ACTIVE)
    space = SpaceFactory.create(person=scene.case.person, closed_at=now())
    with pytest.raises(InvitationRefused, match="rétablissez"):
        invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=now())
    assert space.closed_at


def test_access_is_shut_at_the_next_request_and_restored() -> None:
    scene = a_case()
    space = SpaceFactory.create(person=scene.case.person)
    person = Client()
    person.force_login(space.user)
    assert person.get("/mon-plan/").status_code == 200
    agent = scene.client()
    agent.post(reverse("portal:access_close", args=[scene.case.pk]))
    shut = person.get("/mon-plan/")
    assert shut["Location"].startswith("/mon-plan/entrer/")
    agent.post(reverse("portal:access_reopen", args=[scene.case.pk]))
    # The session that was open stays closed: the person signs in again.
    assert person.get("/mon-plan/").status_code == 302
    person.force_login(Space.objects.get().user)
    assert person.get("/mon-plan/").status_code == 200
    verbs = list(
        AuditEntry.objects.filter(verb__startswith="portal.space").order_by("pk").values_list("verb", flat=True)
    )
    assert [verb for verb in verbs if "consulted" not in verb] == ["portal.space.closed", "portal.space.reopened"]


def test_the_menu_of_a_dossier_leads_there() -> None:
    scene = a_case()
    page = text_of(scene.client().get(reverse("newcomers:case", args=[scene.case.pk])))
    assert reverse("portal:access", args=[scene.case.pk]) in page
