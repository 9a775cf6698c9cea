from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from ancrage.accounts import access as access_module
from ancrage.accounts.access import NOWHERE, Scope, access_of, register_memberships
from ancrage.core import now
from ancrage.directory.permissions import Permission as Directory
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.referrals.permissions import Permission as Referrals
from ancrage.territory.dated import from_day
from tests.factories.accounts import AssignmentFactory, UserFactory, access_as, user_as
from tests.factories.territory import (
    DirectorateFactory,
    DirectorateRegionFactory,
    ServicePointFactory,
)

pytestmark = pytest.mark.django_db


def test_an_agent_reaches_the_service_point_and_no_other() -> None:
    point = ServicePointFactory.create()
    access = access_as("integration_agent", point)
    assert access.scopes(Newcomers.READ_CASE) == Scope(service_points=frozenset({point.pk}))
    assert access.scopes(Newcomers.EXCEPTIONAL_ACCESS) == Scope(regions=frozenset({point.region_id}))
    assert access.scopes(Directory.READ_DIRECTORY) == Scope(everything=True)
    assert not access.can(Newcomers.ASSIGN)


def test_a_director_reaches_the_regions_of_the_day() -> None:
    directorate = DirectorateFactory.create()
    now_covered = DirectorateRegionFactory.create(directorate=directorate)
    DirectorateRegionFactory.create(directorate=directorate, during=from_day(date(2019, 1, 1), date(2020, 1, 1)))
    scope = access_as("director", directorate).scopes(Newcomers.READ_CASE)
    assert scope == Scope(
        directorates=frozenset({directorate.pk}),
        regions=frozenset({now_covered.region_id}),
    )


def test_assignments_add_up() -> None:
    one, two = ServicePointFactory.create(), ServicePointFactory.create()
    user = user_as("integration_agent", one)
    AssignmentFactory.create(user=user, role="integration_agent", service_point=two)
    assert access_of(user, now()).scopes(Newcomers.READ_CASE).service_points == {
        one.pk,
        two.pk,
    }


@pytest.mark.parametrize(("days", "can"), [(-1, False), (0, True), (29, True), (30, False)])
def test_a_role_is_held_only_during_its_assignment(days: int, can: bool) -> None:
    start = date(2021, 7, 1)
    user = UserFactory.create()
    AssignmentFactory.create(
        user=user,
        role="privacy_officer",
        during=from_day(start, start + timedelta(days=30)),
    )
    moment = datetime.fromisoformat("2021-07-01T12:00:00-04:00") + timedelta(days=days)
    assert access_of(user, moment).can(Newcomers.READ_AUDIT) is can


def test_the_day_is_the_one_in_quebec() -> None:
    user = UserFactory.create()
    AssignmentFactory.create(user=user, role="privacy_officer", during=from_day(date(2021, 7, 2)))
    assert not access_of(user, datetime.fromisoformat("2021-07-02T03:00:00+00:00")).can(Newcomers.READ_AUDIT)


def test_a_closed_account_can_do_nothing() -> None:
    user = user_as("privacy_officer", is_active=False)
    assert access_of(user, now()).grants == {}


def test_an_unknown_role_gives_nothing() -> None:
    user = UserFactory.create()
    AssignmentFactory.create(user=user, role="gone")
    assert access_of(user, now()).roles == frozenset()


def test_a_partner_worker_reaches_the_organisations_of_the_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    organization = uuid4()
    monkeypatch.setattr(access_module, "_memberships", [])
    user = user_as("partner_worker")
    assert access_of(user, now()).scopes(Referrals.ANSWER_REFERRALS) == NOWHERE

    def find(user_id: UUID, _: date) -> frozenset[UUID]:
        return frozenset({organization}) if user_id == user.pk else frozenset()

    register_memberships(find)
    register_memberships(find)
    assert len(access_module._memberships) == 1
    assert access_of(user, now()).scopes(Referrals.ANSWER_REFERRALS).organizations == {organization}


def test_access_costs_one_query(django_assert_num_queries) -> None:
    user = user_as("director", DirectorateRegionFactory.create().directorate)
    AssignmentFactory.create(user=user, role="privacy_officer")
    with django_assert_num_queries(1):
        access_of(user, now())
