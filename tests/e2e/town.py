"""A small world for the browser: two service points, three agents, a director, a partner and its services."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ancrage.accounts.models import User
from ancrage.core import now, today
from ancrage.core.actors import JobActor
from ancrage.demo.actions.reference import load_reference
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import NeedDomain, Organization, Service, ServiceArea
from ancrage.newcomers.models import Case, CaseState, CollectionNotice
from ancrage.territory.models import Municipality, Region, ServicePoint
from tests.factories.accounts import user_as
from tests.factories.directory import OrganizationFactory, OrganizationMemberFactory, ServiceFactory
from tests.factories.newcomers import CaseFactory, ConsentFactory, FollowUpFactory, PersonFactory
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.territory import (
    DirectorateRegionFactory,
    HostOfficeFactory,
    ServicePointFactory,
    ServicePointMunicipalityFactory,
)

PARTNER_EMAIL = "aiguillages@cje-mitis.example"


@dataclass
class Town:
    """Names of people are those the tests read on the pages."""

    region: Region
    rimouski: ServicePoint
    matane: ServicePoint
    maude: User
    alex: User
    isabelle: User
    helene: User
    rosalie: User
    partner: Organization
    evening_french: Service


def build_town() -> Town:
    load_reference(by=JobActor("tests"), at=now())
    region = Region.objects.get(code="01")
    rimouski, matane = _point("Rimouski", region), _point("Matane", region)
    directorate = DirectorateRegionFactory.create(region=region).directorate
    for name, point in {"Mont-Joli": rimouski, "Rimouski": rimouski, "Matane": matane}.items():
        ServicePointMunicipalityFactory.create(municipality=_municipality(name), service_point=point)
    partner = OrganizationFactory.create(
        name="Carrefour jeunesse-emploi Mitis", municipality=_municipality("Mont-Joli"), email=PARTNER_EMAIL
    )
    rosalie = user_as("partner_worker", full_name="Rosalie Bernier")
    OrganizationMemberFactory.create(organization=partner, user=rosalie)
    return Town(
        region=region,
        rimouski=rimouski,
        matane=matane,
        maude=user_as("integration_agent", rimouski, full_name="Maude Thériault"),
        alex=user_as("integration_agent", rimouski, full_name="Alexandre Dubé"),
        isabelle=user_as("integration_agent", matane, full_name="Isabelle Desrosiers"),
        helene=user_as("director", directorate, full_name="Hélène Marquis"),
        rosalie=rosalie,
        partner=partner,
        evening_french=_services(partner, region),
    )


def _municipality(name: str) -> Municipality:
    return Municipality.objects.in_order().filter(name=name, mrc__region__code="01").first()  # type: ignore[return-value]


def _point(name: str, region: Region) -> ServicePoint:
    office = HostOfficeFactory.create(name=f"Services Québec de {name}", municipality=_municipality(name))
    return ServicePointFactory.create(name=f"Point de services de {name}", host_office=office, region=region)


def _services(partner: Organization, region: Region) -> Service:
    """One that fits a need of French, one whose intake is paused."""
    french = NeedDomain.objects.get(code="francais")
    evening = ServiceFactory.create(organization=partner, name="Français du soir", fee="Gratuit")
    paused = ServiceFactory.create(organization=partner, name="Français du matin", paused_on=today())
    for service in (evening, paused):
        service.domains.add(french)
        ServiceArea.objects.create(service=service, region=region)
    publish([evening.pk, paused.pk], at=now())
    return evening


def request_of(town: Town, given: str = "Nour", family: str = "Haddad", **person: Any) -> Case:
    """A request just received at Rimouski, that nobody took."""
    person = {"municipality": _municipality("Mont-Joli"), "phone": "+14185550188", **person}
    return CaseFactory.create(
        person=PersonFactory.create(given_names=given, family_names=family, **person),
        service_point=town.rimouski,
        state=CaseState.REQUESTED,
        requested_at=now(),
        first_contact_at=None,
        first_contact_due_on=today() + timedelta(days=7),
    )


def followed_case(town: Town, given: str = "Mariana", family: str = "Ospina Restrepo", **person: Any) -> Case:
    """A dossier of Maude's: a need of French, its goal and one action, a consent, a follow-up due."""
    person = {
        "municipality": _municipality("Mont-Joli"),
        "phone": "+14185550142",
        "birth_on": date(1987, 5, 12),
        "languages": ["es", "fr"],
        "arrived_on": today() - timedelta(days=40),
        **person,
    }
    case = CaseFactory.create(
        person=PersonFactory.create(given_names=given, family_names=family, **person),
        service_point=town.rimouski,
        agent=town.maude,
    )
    need = NeedFactory.create(
        plan=case.plan, domain=NeedDomain.objects.get(code="francais"), title="parler français au travail"
    )
    goal = GoalFactory.create(need=need, text="Tenir une conversation avec ses collègues")
    PlanActionFactory.create(goal=goal, text="Passer l’évaluation de classement", due_on=today() + timedelta(days=9))
    ConsentFactory.create(case=case, notice=CollectionNotice.objects.order_by("-number")[0])
    FollowUpFactory.create(case=case, milestone=30, due_on=today())
    return case
