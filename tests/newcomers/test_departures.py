from datetime import UTC, date, datetime

import pytest

from ancrage.accounts.access import access_of
from ancrage.accounts.actions.users import leave
from ancrage.accounts.models import Notification
from ancrage.newcomers.actions.requests import take
from ancrage.newcomers.models import Case, CaseAssignment, CaseState
from tests.factories.accounts import access_as, user_as
from tests.factories.directory import OrganizationMemberFactory
from tests.factories.newcomers import CaseFactory, CircleMemberFactory
from tests.newcomers.scene import a_restricted_scene, director_of

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


def test_whoever_leaves_gives_their_dossiers_back_and_is_named_nowhere() -> None:
    case = CaseFactory.create(state=CaseState.REQUESTED, agent=None)
    agent = user_as("integration_agent", case.service_point)
    take(case=case, by=agent, at=AT)
    leave(user=agent, by=user_as("system_administrator"), at=AT)
    case.refresh_from_db()
    assert case.agent is None
    assert not CaseAssignment.objects.filter(case=case, during__upper_inf=True).exists()
    assert not case.circle.filter(until=None).exists()
    assert Case.objects.visible_to(access_as("integration_agent", case.service_point, at=AT)).get() == case


def test_a_restricted_dossier_that_only_they_saw_goes_to_the_directors() -> None:
    scene, shared = a_restricted_scene(), a_restricted_scene()
    director, other = director_of(scene.case), director_of(shared.case)
    CircleMemberFactory.create(case=shared.case, user=scene.agent)
    leave(user=scene.agent, by=user_as("system_administrator"), at=AT)
    assert scene.case.circle.get(until=None).user == director
    assert Notification.objects.get(kind="newcomers.named").user == director
    assert shared.case.circle.get(until=None).user == shared.agent
    assert not Case.objects.visible_to(access_of(other, AT)).filter(pk=shared.case.pk).exists()


def test_whoever_leaves_works_for_no_organisation() -> None:
    member = OrganizationMemberFactory.create()
    leave(user=member.user, by=user_as("system_administrator"), at=AT)
    member.refresh_from_db()
    assert member.during.upper == date(2021, 7, 14)
