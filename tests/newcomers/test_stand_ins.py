"""Who is told instead of whoever is absent or left: only of what they may read."""

from datetime import timedelta
from typing import Any

import pytest

from ancrage.accounts.actions.users import leave
from ancrage.accounts.models import Notification, User
from ancrage.agenda.actions import declare_absence, remove_absence
from ancrage.agenda.queries.replacing import replaced_by, stand_ins
from ancrage.core import now
from ancrage.newcomers.actions.batches import assign_cases
from ancrage.newcomers.actions.circle import name
from ancrage.newcomers.actions.inquiries import answer
from ancrage.newcomers.actions.requests import assign
from ancrage.newcomers.models import DeclaredTie, Inquiry
from ancrage.referrals.actions.answering import accept
from tests.factories.accounts import UserFactory, user_as
from tests.factories.newcomers import CaseFactory, CircleMemberFactory
from tests.newcomers.scene import Scene, a_restricted_scene, a_scene, director_of, text_of, url
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


def test_someone_absent_is_named_on_a_dossier() -> None:
    scene = a_scene()
    other = user_as("integration_agent", scene.case.service_point)
    absent(scene.colleague, other)
    name(case=scene.case, user=scene.colleague, by=director_of(scene.case), at=now())
    assert told() == {scene.colleague: None, other: scene.colleague}
    Notification.objects.all().delete()
    hidden = a_restricted_scene()
    absent(hidden.colleague, (stranger := user_as("integration_agent", hidden.case.service_point)))
    name(case=hidden.case, user=hidden.colleague, by=hidden.agent, at=now())
    assert told() == {hidden.colleague: None} and stranger not in told()


def test_a_batch_given_to_someone_absent_counts_for_each_what_they_read() -> None:
    scene = a_scene()
    other = user_as("integration_agent", scene.case.service_point)
    tied = CaseFactory.create(service_point=scene.case.service_point)
    DeclaredTie.objects.create(case=tied, user=other, declared_at=now())
    absent(scene.colleague, other)
    director = director_of(scene.case)
    assign_cases(cases=[scene.case, tied], to=[scene.colleague], by=director, at=now())
    assert told() == {scene.colleague: None, other: scene.colleague}
    words = {one.user: one.text for one in Notification.objects.all()}
    assert words[scene.colleague].startswith("2 dossiers") and words[other].startswith("1 dossier ")
    Notification.objects.all().delete()
    absence_of_nobody = CaseFactory.create(service_point=scene.case.service_point)
    DeclaredTie.objects.create(case=absence_of_nobody, user=other, declared_at=now())
    assign_cases(cases=[absence_of_nobody], to=[scene.colleague], by=director, at=now())
    assert told() == {scene.colleague: None}


def _answered_question(scene: Scene) -> None:
    asked = Inquiry.objects.create(case=CaseFactory.create(), kind="check", asked_by=scene.agent, asked_at=now())
    answer(inquiry=asked, is_same_person=True, text="Oui, même personne", by=user_as("integration_agent"), at=now())


@pytest.mark.parametrize("leaves", [False, True])
def test_an_answer_to_a_question_goes_to_who_replaces_who_asked(leaves: bool) -> None:
    scene = a_scene()
    if leaves:
        leave(user=scene.agent, replaced_by=scene.colleague, by=user_as("system_administrator"), at=now())
        Notification.objects.all().delete()
    else:
        absent(scene.agent, scene.colleague)
    _answered_question(scene)
    assert told() == ({} if leaves else {scene.agent: None}) | {scene.colleague: scene.agent}
    shown = text_of(scene.client(scene.colleague).get(url("inquiries")))
    assert "Oui, même personne" in shown
    other = user_as("integration_agent", scene.case.service_point)
    assert "Oui, même personne" not in text_of(scene.client(other).get(url("inquiries")))


def test_nobody_who_could_not_ask_is_told_of_an_answer() -> None:
    scene = a_scene()
    absent(scene.agent, user_as("regional_adviser"))
    _answered_question(scene)
    assert told() == {scene.agent: None}


def test_who_is_replaced_by_whom_reads_both_ways() -> None:
    one, two, three = (UserFactory.create() for _ in range(3))
    absent(one, two)
    absent(two, three)
    assert replaced_by(three, now()) == {one.pk, two.pk}
    assert replaced_by(one, now()) == set()
    absent(three, one)
    assert replaced_by(three, now()) == {one.pk, two.pk}


def test_replacements_follow_one_another_and_never_for_ever(django_assert_num_queries: Any) -> None:
    one, two, three = (UserFactory.create() for _ in range(3))
    absent(one, two)
    absent(two, three)
    assert stand_ins([one, two, three], now()) == {one.pk: three, two.pk: three}
    absent(three, one)
    assert stand_ins([one], now()) == {one.pk: None}
    with django_assert_num_queries(1):
        assert stand_ins([UserFactory.build()], now()) == {}
