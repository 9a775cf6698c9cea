from factory import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from ancrage.portal.models import Space
from ancrage.portal.secrets import secret_digest
from tests.factories.accounts import user_as
from tests.factories.newcomers import MOMENT, PersonFactory

SECRET = "un lac en hiver"


class SpaceFactory(DjangoModelFactory[Space]):
    """Open; its secret is ``SECRET`` for the address by default."""

    class Meta:
        model = Space

    person = SubFactory(PersonFactory)
    user = LazyFunction(lambda: user_as("newcomer"))
    email = "leila@exemple.ca"
    secret = LazyFunction(lambda: secret_digest("leila@exemple.ca", SECRET))
    activated_at = MOMENT
