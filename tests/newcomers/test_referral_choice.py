from datetime import date, timedelta

import pytest

from ancrage.core import now, today
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Service, ServiceArea, ServiceEligibility
from ancrage.newcomers.queries.referral_choice import Asked, Weight, option_for, services_for
from ancrage.referrals.actions.answering import decline
from ancrage.territory.dated import from_day
from tests.factories.directory import OrganizationFactory, ServiceFactory, StatusCategoryFactory
from tests.factories.newcomers import ImmigrationStatusFactory
from tests.factories.referrals import DeclineReasonFactory
from tests.factories.territory import MunicipalityFactory
from tests.newcomers.referable import fitting, refer_now, referable

pytestmark = pytest.mark.django_db


def texts(option, weight: Weight) -> str:
    return " ".join(reason.text for reason in option.reasons if reason.weight is weight)


def choose(scene, *, days: int = 0, **asked):
    """What is chosen from, once what is written of services is published."""
    publish(Service.objects.order_by("pk").values_list("pk", flat=True), at=now())
    return services_for(scene.case, scene.need, now() + timedelta(days=days), Asked(**asked))


def only(scene, words: str = ""):
    found = choose(scene, words=words)
    assert len(found.fitting) + len(found.set_aside) == 1
    return (found.fitting or found.set_aside)[0]


@pytest.mark.parametrize("place", ["municipality", "mrc", "region"])
def test_served_through_any_territory(place: str) -> None:
    scene = referable()
    town = scene.case.person.municipality
    scene.service.areas.all().delete()
    value = {"municipality": town, "mrc": town.mrc, "region": town.mrc.region}[place]
    ServiceArea.objects.create(service=scene.service, **{place: value})
    option = only(scene)
    assert option.fits
    assert f"Dessert {town.name}" in texts(option, Weight.FOR)


def test_another_territory_sets_aside() -> None:
    scene = referable()
    scene.service.areas.all().delete()
    ServiceArea.objects.create(service=scene.service, municipality=MunicipalityFactory.create())
    scene.service.organization.region = scene.case.region
    scene.service.organization.save()
    assert "Ne dessert pas" in only(scene).why_not


def test_another_domain_is_not_proposed_and_is_refused() -> None:
    scene = referable()
    scene.service.domains.clear()
    found = choose(scene)
    assert (found.fitting, found.set_aside) == ([], [])
    option, _situation = option_for(scene.case, scene.need, scene.service, today())
    assert not option.fits


@pytest.mark.parametrize(("is_admitted", "day", "fits"), [(False, 0, False), (False, 400, True), (True, 0, True)])
def test_status_admitted_on_the_day(is_admitted: bool, day: int, fits: bool) -> None:
    scene, status = referable(), StatusCategoryFactory.create()
    ImmigrationStatusFactory.create(person=scene.case.person, category=status, valid_from=date(2021, 1, 1))
    ServiceEligibility.objects.create(
        service=scene.service,
        status=status,
        is_admitted=is_admitted,
        during=from_day(today() - timedelta(days=10), today() + timedelta(days=300)),
    )
    found = choose(scene, days=day)
    assert bool(found.fitting) is fits


def test_unknown_status_is_noted_where_it_matters() -> None:
    scene = referable()
    assert "Statut de la personne inconnu" not in texts(only(scene), Weight.NOTE)
    ServiceEligibility.objects.create(
        service=scene.service,
        status=StatusCategoryFactory.create(),
        is_admitted=False,
        during=from_day(date(2020, 1, 1)),
    )
    option = only(scene)
    assert option.fits
    assert "Statut de la personne inconnu" in texts(option, Weight.NOTE)


def test_pause_sets_aside_until_it_ends() -> None:
    scene = referable(
        service__paused_on=today(), service__resumes_on=today() + timedelta(days=7), service__pause_reason="Vacances"
    )
    assert "Vacances" in only(scene).why_not
    assert choose(scene, days=7).fitting


def test_languages() -> None:
    shared = referable(person__languages=["spa", "fr"], service__languages=["fr", "es"])
    assert "Service aussi en espagnol" in texts(only(shared), Weight.FOR)
    interpreted = referable(person__languages=["ar"], person__interpreter_language="ar")
    assert "Interprète à prévoir : arabe" in texts(only(interpreted), Weight.NOTE)
    at_ease = referable(person__languages=["es"])
    at_ease.case.person.french_levels.create(speaking=7, source="test", assessed_on=date(2021, 1, 1))
    assert "Service en français" in texts(only(at_ease), Weight.FOR)


def test_the_wait_and_the_notes_decide_the_order() -> None:
    scene = referable(person__languages=["fr"])
    waiting = fitting(scene.case, scene.need, waiting_weeks=8)
    assert [option.service for option in choose(scene).fitting] == [
        scene.service,
        waiting,
    ]


def test_a_live_referral_sets_aside_and_a_refusal_is_noted() -> None:
    scene = referable()
    referral = refer_now(scene)
    assert "Un aiguillage vers ce service existe" in only(scene).why_not
    decline(referral=referral, by=scene.agent, at=now(), reason=DeclineReasonFactory.create(label_fr="Places comblées"))
    option = only(scene)
    assert option.fits
    assert "places comblées" in texts(option, Weight.NOTE)


def test_a_consent_that_names_others_sets_aside() -> None:
    scene = referable()
    scene.consent.organizations.add(OrganizationFactory.create())
    assert "Le consentement ne nomme pas cet organisme" in only(scene).why_not


def test_words_narrow_the_choice() -> None:
    scene = referable(service__name="Cours de français du soir", service__description="Groupes de conversation")
    assert only(scene, "francais soir").fits
    assert choose(scene, words="hébergement d’urgence").fitting == []


def test_inactive_services_are_not_shown() -> None:
    scene = referable(service__is_active=False)
    ServiceFactory.create()
    found = choose(scene)
    assert (found.fitting, found.set_aside) == ([], [])
