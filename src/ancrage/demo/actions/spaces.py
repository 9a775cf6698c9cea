"""Mariana sees her plan online since February; she is to choose when to meet her agent, and is asked for documents."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from ancrage.accounts.actions.spaces import open_account
from ancrage.agenda.models import Mode
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY
from ancrage.newcomers.models import DocumentRequest, DocumentType, MomentOffer
from ancrage.portal.actions.activation import ROLE
from ancrage.portal.models import Space
from ancrage.portal.secrets import secret_digest

_OPENED: Final = datetime(2021, 2, 2, 10, tzinfo=HOME_ZONE)
_ASKED: Final = datetime(2021, 7, 6, 10, 40, tzinfo=HOME_ZONE)
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
    _ask_documents(story)


def _ask_documents(story: Story) -> None:
    """For the renewal of her permit, one that she is yet to give and one that she does not have."""
    DocumentRequest.objects.create(
        case=story.case,
        kind=DocumentType.objects.get(code="passeport"),
        sentence=_("Les pages avec la photo et les tampons, pour renouveler votre permis."),
        wished_on=OPENING_DAY + timedelta(days=9),
        asked_at=OPENING - timedelta(hours=18),
        asked_by=story.agent,
    )
    DocumentRequest.objects.create(
        case=story.case,
        kind=DocumentType.objects.get(code="employeur"),
        sentence=_("Une lettre qui dit votre poste et vos heures."),
        asked_at=_ASKED,
        asked_by=story.agent,
        not_held=_("Mon employeur la fera à son retour de vacances, le 26 juillet."),
        answered_at=_ASKED + timedelta(days=2, hours=5),
    )
