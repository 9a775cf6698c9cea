from datetime import UTC, datetime
from typing import Any

from django.test import Client
from factory import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.accounts.access import Access, access_of
from ancrage.accounts.middleware import ENROLLED
from ancrage.accounts.models import SPACE_DOMAIN, Assignment, User
from ancrage.accounts.roles import AccountKind, Place, find_role
from ancrage.core import now
from ancrage.core.ids import uuid7
from ancrage.territory.dated import from_day
from tests.factories.territory import (
    LONG_AGO,
    DirectorateFactory,
    RegionFactory,
    ServicePointFactory,
)

PASSWORD = "une phrase assez longue"
_PLACES = {
    Place.SERVICE_POINT: ("service_point", ServicePointFactory),
    Place.REGION: ("region", RegionFactory),
    Place.DIRECTORATE: ("directorate", DirectorateFactory),
}


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = Sequence(lambda n: f"personne{n}@ancrage.example")
    full_name = Sequence(lambda n: f"Personne Numéro {n}")
    created_at = LazyFunction(lambda: datetime(2021, 1, 4, 14, 0, tzinfo=UTC))
    password = "!"  # nobody signs in with it; ``force_login`` in tests


class AssignmentFactory(DjangoModelFactory[Assignment]):
    class Meta:
        model = Assignment

    user = SubFactory(UserFactory)
    role = "system_administrator"
    during = LazyFunction(lambda: from_day(LONG_AGO))


def user_as(role: str, place: Any = None, **fields: Any) -> User:
    """A user who holds ``role`` since long ago, at ``place`` or at a new place of the kind the role asks for."""
    found = find_role(role)
    assert found, role
    if found.kind is AccountKind.SPACE:
        fields = {"kind": found.kind, "email": f"{uuid7()}{SPACE_DOMAIN}"} | fields
    user = UserFactory.create(**fields)
    if found.place is Place.NONE:
        AssignmentFactory.create(user=user, role=role)
    else:
        name, factory = _PLACES[found.place]
        AssignmentFactory.create(user=user, role=role, **{name: place or factory.create()})
    return user


def access_as(role: str, place: Any = None, *, at: datetime | None = None) -> Access:
    """What a new holder of ``role`` may do."""
    return access_of(user_as(role, place), at or now())


def signed_in(client: Client, user: User) -> Client:
    """``client`` as ``user``, their second factor already given."""
    client.force_login(user)
    session = client.session
    session[ENROLLED] = True
    session.save()
    return client
