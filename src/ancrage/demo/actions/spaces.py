"""Mariana sees her plan online since February."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from ancrage.accounts.actions.spaces import open_account
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.cases import Story
from ancrage.portal.actions.activation import ROLE
from ancrage.portal.models import Space
from ancrage.portal.secrets import secret_digest

_OPENED: Final = datetime(2021, 2, 2, 10, tzinfo=HOME_ZONE)
_PHRASE: Final = "un fleuve en hiver"


def load_space(story: Story) -> None:
    person = story.resident.person
    user = open_account(role=ROLE, name=_("Personne accompagnée"), by=story.agent, at=_OPENED)
    email = person.email.lower()
    secret = secret_digest(email, _PHRASE)
    Space.objects.create(person=person, user=user, email=email, secret=secret, activated_at=_OPENED)
