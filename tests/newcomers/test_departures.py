from datetime import UTC, date, datetime

import pytest

from ancrage.accounts.actions.users import leave
from ancrage.newcomers.actions.requests import take
from ancrage.newcomers.models import Case, CaseAssignment, CaseState
from tests.factories.accounts import access_as, user_as
from tests.factories.directory import OrganizationMemberFactory
from tests.factories.newcomers import CaseFactory

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


def test_whoever_leaves_works_for_no_organisation() -> None:
    member = OrganizationMemberFactory.create()
    leave(user=member.user, by=user_as("system_administrator"), at=AT)
    member.refresh_from_db()
    assert member.during.upper == date(2021, 7, 14)
