"""Who is told that a partner answered: whoever follows the dossier now, and who sent it while they may read it."""

import pytest

from ancrage.accounts.models import Notification
from ancrage.core import now
from ancrage.newcomers.actions.requests import assign
from ancrage.newcomers.actions.transfer import transfer_case
from ancrage.newcomers.models import Case
from ancrage.referrals.actions.answering import accept, ask_precision
from ancrage.referrals.actions.progress import start
from tests.factories.accounts import user_as
from tests.factories.newcomers import CircleMemberFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import Scene, a_restricted_scene, a_scene, url
from tests.referrals.sent import sent_tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def sent_from(scene, **fields):
    return sent_tie(case=scene.case, referral__created_by=scene.agent, **fields).referral


def answer(referral):
    accept(referral=referral, by=referral.links.get(), at=now())


def told():
    """Those told, but of the transfer itself."""
    return [one.user for one in Notification.objects.filter(kind__startswith="referral_").order_by("pk")]


def move(scene, agent=None):
    point = agent.assignments.get().service_point if agent else ServicePointFactory.create()
    transfer_case(case=scene.case, to=point, agent=agent, note="À suivre.", by=scene.agent, at=now())


def test_the_agent_who_sent_it_is_told_once_where_to_read_it(scene):
    tie = sent_tie(case=scene.case, referral__created_by=scene.agent, referral__owner_path="/dossiers/x/")
    answer(tie.referral)
    notice = Notification.objects.get()
    assert (notice.user, notice.path, notice.kind) == (scene.agent, "/dossiers/x/", "referral_answered")
    assert tie.referral.organization.name in notice.text
    assert tie.referral.reference in notice.text


def test_after_a_transfer_the_agent_who_follows_it_is_told_and_the_sender_no_longer(scene):
    referral, receiver = sent_from(scene), user_as("integration_agent")
    move(scene, receiver)
    answer(referral)
    assert told() == [receiver]


def test_after_a_transfer_to_a_point_its_agents_are_told(scene):
    referral, receiver = sent_from(scene), user_as("integration_agent")
    point = receiver.assignments.get().service_point
    transfer_case(case=scene.case, to=point, agent=None, note="À suivre.", by=scene.agent, at=now())
    answer(referral)
    assert told() == [receiver]


def test_given_to_a_colleague_it_is_told_to_them_and_to_the_sender_who_still_reads_it(scene):
    referral = sent_from(scene)
    assign(case=scene.case, to=scene.colleague, by=scene.agent, at=now())
    answer(referral)
    assert set(told()) == {scene.colleague, scene.agent}


def test_each_is_told_in_their_language(scene):
    referral = sent_from(scene)
    type(scene.colleague).objects.filter(pk=scene.colleague.pk).update(language="en")
    Case.objects.update(agent=scene.colleague)
    answer(referral)
    assert "accepts" in Notification.objects.get(user=scene.colleague).text
    assert "accepte l’" in Notification.objects.get(user=scene.agent).text


def test_what_follows_the_answer_is_told_to_the_same(scene):
    referral, receiver = sent_from(scene), user_as("integration_agent")
    move(scene, receiver)
    ask_precision(referral=referral, by=referral.links.get(), at=now(), question="Quand?")
    answer(referral)
    start(referral=referral, by=receiver, at=now())
    assert told() == [receiver] * 3


def test_a_sender_who_left_or_knows_the_person_is_not_told(scene):
    referral = sent_from(scene)
    Case.objects.update(agent=scene.colleague)
    scene.case.ties.create(user=scene.agent, declared_at=now())
    answer(referral)
    assert told() == [scene.colleague]


def test_of_what_is_restricted_only_those_named_are_told(scene):
    referral = sent_from(scene, referral__is_restricted=True)
    CircleMemberFactory.create(case=scene.case, user=scene.colleague)
    answer(referral)
    assert told() == [scene.colleague]


def test_of_a_restricted_dossier_only_those_named_are_told():
    scene = a_restricted_scene()
    referral, receiver = sent_from(scene), user_as("integration_agent")
    move(scene, receiver)
    answer(referral)
    assert told() == [receiver]


def test_who_is_told_reads_the_answer_at_the_address_given(scene):
    tie = sent_tie(case=scene.case, referral__created_by=scene.agent)
    receiver = user_as("integration_agent")
    move(scene, receiver)
    answer(tie.referral)
    assert told() == [receiver]
    address = url("referral", scene.case, tie.referral)
    assert scene.client(receiver).get(address).status_code == 200
    assert scene.client().get(address).status_code == 404
