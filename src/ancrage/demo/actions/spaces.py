"""Mariana sees her plan online since February, and is to choose when to meet her agent."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from ancrage.accounts.actions.spaces import open_account
from ancrage.agenda.models import Mode
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY
from ancrage.newcomers.models import MomentOffer
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
    MomentOffer.objects.create(
        case=story.case,
        worker=story.agent,
        modes=[Mode.PLACE, Mode.PHONE],
        any_room=True,
        minutes=30,
        until=OPENING_DAY + timedelta(days=16),
        subject=_("Point sur le plan d’action"),
        offered_at=OPENING - timedelta(hours=18),
        offered_by=story.agent,
    )
