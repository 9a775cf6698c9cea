"""A dossier with a need, a consent in force and a service that fits."""

from dataclasses import dataclass
from typing import Any

from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Service, ServiceArea
from ancrage.newcomers.actions.referrals import refer
from ancrage.newcomers.models import Case, Consent
from ancrage.newcomers.queries.package import package_for
from ancrage.plans.models import Need
from ancrage.referrals.models import Referral
from tests.factories.accounts import user_as
from tests.factories.directory import ServiceFactory
from tests.factories.newcomers import CaseFactory, ConsentFactory
from tests.factories.plans import NeedFactory


@dataclass
class Scene:
    case: Case
    need: Need
    consent: Consent
    service: Service
    agent: User

    def __iter__(self) -> Any:
        return iter((self.case, self.need, self.service))


def referable(**fields: Any) -> Scene:
    """Fields are prefixed: ``person__…``, ``need__…``, ``consent__…``, ``service__…``, anything else is the case's."""
    parts: dict[str, dict[str, Any]] = {"need": {}, "consent": {}, "service": {}, "case": {}}
    for name, value in fields.items():
        part, _sep, rest = name.partition("__")
        if part in parts and rest:
            parts[part][rest] = value
        else:
            parts["case"][name] = value
    case = CaseFactory.create(**parts["case"])
    need = NeedFactory.create(plan=case.plan, **parts["need"])
    consent = ConsentFactory.create(case=case, **parts["consent"])
    service = fitting(case, need, **parts["service"])
    return Scene(case, need, consent, service, user_as("integration_agent", case.service_point))


def fitting(case: Case, need: Need, **fields: Any) -> Service:
    """One more service that fits: of the domain, serving the person's municipality."""
    service = ServiceFactory.create(**fields)
    service.domains.add(need.domain)
    ServiceArea.objects.create(service=service, municipality=case.person.municipality)
    publish([service.pk], at=now())
    return service


def refer_now(scene: Scene, lines: Any = None, **fields: Any) -> Referral:
    package = package_for(scene.case, scene.need, scene.consent, now())
    chosen = [line.key for line in package.choices()] if lines is None else lines
    arguments = {"case": scene.case, "need": scene.need, "service": scene.service, **fields}
    return refer(lines=chosen, by=scene.agent, at=now(), **arguments)
