"""Someone in their own space."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case
from ancrage.portal.models import Space
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import text_of


@dataclass
class Own:
    """A person, their dossier, and the browser in which they are signed in."""

    space: Space
    case: Case
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.space.user)

    @property
    def user(self) -> User:
        return self.space.user

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer
        return text_of(answer)

    def post(self, name: str, row: Any, **data: Any) -> str:
        """The page to which the form leads, in French."""
        answer = self.client.post(reverse(f"portal:{name}", args=[row.pk]), data, follow=True)
        assert answer.status_code == 200, answer
        return text_of(answer)


def own(**person: Any) -> Own:
    space = SpaceFactory.create(person=PersonFactory.create(**person))
    return Own(space, CaseFactory.create(person=space.person))
