"""Referrals sent as the product sends them, and the words of their e-mails."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from ancrage.core import now
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.models import CaseReferral
from ancrage.referrals.actions.sending import send
from ancrage.referrals.models import AnswerLink, Referral
from ancrage.referrals.tokens import token_of
from tests.factories.newcomers import CaseReferralFactory

PACKAGE = [{"label": "Téléphone", "value": "418 555-0142", "detail": "le matin"}]
NAME = "Mariana Ospina Restrepo"


def sent_tie(*, days_ago: int = 0, **fields: Any) -> CaseReferral:
    """A referral of a dossier, sent ``days_ago``; fields are those of CaseReferralFactory."""
    fields = {
        "referral__package": PACKAGE,
        "referral__person_name": NAME,
        "referral__summary": {"languages": ["es", "fr"], "municipality": "Mont-Joli"},
        **fields,
    }
    tie = CaseReferralFactory.create(**fields)
    send(referral=tie.referral, by=tie.referral.created_by, at=now() - timedelta(days=days_ago))
    tie.referral.refresh_from_db()
    return tie


def sent(**fields: Any) -> Referral:
    return sent_tie(
        **{f"referral__{name}" if name != "days_ago" else name: value for name, value in fields.items()}
    ).referral


def link_of(referral: Referral) -> AnswerLink:
    link = referral.links.order_by("-created_at").first()
    assert link is not None
    return link


def address(referral: Referral, rest: str = "") -> str:
    return f"/repondre/{token_of(link_of(referral))}/{rest}"


def mails_about(referral: Referral) -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(about_id=str(referral.pk)).order_by("created_at", "pk"))


def code_in(message: OutgoingMessage) -> str:
    found = re.search(r"\b\d{6}\b", message.body.replace(message.subject, ""))
    assert found
    return found.group()


def ask_code(client: Client, referral: Referral) -> str:
    """The code that the organisation received for this browser."""
    client.post(address(referral, "code/"))
    return code_in(mails_about(referral)[-1])
