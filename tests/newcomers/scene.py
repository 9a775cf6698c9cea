"""Who works on what, for tests about one dossier."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from ancrage.accounts.access import Access, access_of
from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.newcomers.models import Case
from tests.factories.accounts import signed_in, user_as
from tests.factories.newcomers import CaseFactory, CircleMemberFactory
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory


@dataclass
class Scene:
    """An agent, a colleague of the same service point, and the agent's dossier."""

    agent: User
    colleague: User
    case: Case

    def client(self, user: User | None = None) -> Client:
        return signed_in(Client(), user or self.agent)

    def access(self, user: User | None = None, at: datetime | None = None) -> Access:
        return access_of(user or self.agent, at or now())

    def loaded(self, user: User | None = None, at: datetime | None = None) -> Case:
        """The dossier as a page loads it."""
        return Case.objects.for_page(self.access(user, at)).get(pk=self.case.pk)


def a_scene(**fields: Any) -> Scene:
    point = ServicePointFactory.create()
    agent, colleague = (user_as("integration_agent", point) for _ in range(2))
    return Scene(agent, colleague, CaseFactory.create(**({"service_point": point, "agent": agent} | fields)))


def a_restricted_scene(**fields: Any) -> Scene:
    """The agent alone is named."""
    scene = a_scene(is_restricted=True, **fields)
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    return scene


def director_of(case: Case, **fields: Any) -> User:
    return user_as("director", DirectorateRegionFactory.create(region=case.region).directorate, **fields)


def url(name: str, *args: Any) -> str:
    return reverse(f"newcomers:{name}", args=[getattr(one, "pk", one) for one in args])


def text_of(answer: Any) -> str:
    """The page as read: no-break spaces are spaces, entities are letters."""
    import html

    return html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u2019", "’")
