"""Who is told instead of whoever is absent or left: only of what they may read."""

from datetime import timedelta
from typing import Any

import pytest

from ancrage.accounts.actions.users import leave
from ancrage.accounts.models import Notification, User
from ancrage.agenda.actions import declare_absence, remove_absence
from ancrage.agenda.queries.replacing import stand_ins
from ancrage.core import now
from ancrage.newcomers.actions.requests import assign
from ancrage.newcomers.models import DeclaredTie
from ancrage.referrals.actions.answering import accept
from tests.factories.accounts import UserFactory, user_as
from tests.factories.newcomers import CircleMemberFactory
from tests.newcomers.scene import Scene, a_restricted_scene, a_scene, director_of
from tests.referrals.sent import sent_tie

pytestmark = pytest.mark.django_db


def absent(user: User, instead: User | None) -> Any:
    at = now()
    span = {"start": at - timedelta(hours=1), "end": at + timedelta(days=5)}
    return declare_absence(worker=user, replaced_by=instead, by=user, at=at, **span)


def answered(scene: Scene, **fields: Any) -> None:
    referral = sent_tie(case=scene.case, referral__created_by=scene.agent, **fields).referral
    accept(referral=referral, by=referral.links.get(), at=now())


def told() -> dict[User, User | None]:
    return {one.user: one.instead_of for one in Notification.objects.select_related("user", "instead_of")}


def test_an_absent_agent_is_told_for_their_return_and_who_replaces_them_now() -> None:
    scene = a_scene()
    absence = absent(scene.agent, scene.colleague)
    answered(scene)
    assert told() == {scene.agent: None, scene.colleague: scene.agent}
    Notification.objects.all().delete()
    remove_absence(absence=absence, by=scene.agent, at=now())
    answered(scene)
    assert told() == {scene.agent: None}


def test_an_absence_without_anyone_changes_nothing() -> None:
    scene = a_scene()
    absent(scene.agent, None)
    answered(scene)
    assert told() == {scene.agent: None}


def test_who_replaces_is_told_only_of_what_they_may_read() -> None:
    for scene, stand_in in (
        (a_scene(), user_as("integration_agent")),
        ((restricted := a_restricted_scene()), restricted.colleague),
        ((tied := a_scene()), tied.colleague),
    ):
        Notification.objects.all().delete()
        if scene is tied:
            DeclaredTie.objects.create(case=scene.case, user=stand_in, declared_at=now())
        absent(scene.agent, stand_in)
        answered(scene)
        assert told() == {scene.agent: None}


def test_nobody_is_told_of_a_restricted_referral_instead_of_those_named() -> None:
    scene = a_scene()
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    absent(scene.agent, scene.colleague)
    answered(scene, referral__is_restricted=True)
    assert told() == {scene.agent: None}


def test_a_dossier_given_to_someone_absent() -> None:
    scene = a_scene()
    other = user_as("integration_agent", scene.case.service_point)
    absent(scene.colleague, other)
    assign(case=scene.case, to=scene.colleague, by=director_of(scene.case), at=now())
    assert told() == {scene.colleague: None, other: scene.colleague}


def test_what_comes_of_a_referral_goes_to_who_replaces_a_sender_who_left() -> None:
    scene = a_scene()
    referral = sent_tie(case=scene.case, referral__created_by=scene.agent).referral
    assign(case=scene.case, to=scene.colleague, by=director_of(scene.case), at=now())
    stays = user_as("integration_agent", scene.case.service_point)
    leave(user=scene.agent, replaced_by=stays, by=user_as("system_administrator"), at=now())
    Notification.objects.all().delete()
    accept(referral=referral, by=referral.links.get(), at=now())
    assert told() == {scene.colleague: None, stays: scene.agent}


def test_replacements_follow_one_another_and_never_for_ever(django_assert_num_queries: Any) -> None:
    one, two, three = (UserFactory.create() for _ in range(3))
    absent(one, two)
    absent(two, three)
    assert stand_ins([one, two, three], now()) == {one.pk: three, two.pk: three}
    absent(three, one)
    assert stand_ins([one], now()) == {one.pk: None}
    with django_assert_num_queries(1):
        assert stand_ins([UserFactory.build()], now()) == {}
