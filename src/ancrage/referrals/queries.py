from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.core.cldr import language_names
from ancrage.core.clock import real_now
from ancrage.directory.models import Service
from ancrage.referrals.models import AnswerLink, LinkBrowser, Referral, ReferralState
from ancrage.referrals.permissions import Permission
from ancrage.referrals.tokens import AlteredToken, browser_id, link_id
from ancrage.referrals.transitions import FINAL

# A browser that gave its code back reads the package for this long.
PROVED_FOR: Final = timedelta(hours=12)


class Standing(StrEnum):
    """What a link is good for now."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Knock:
    """A browser at the door of a link: what the link is good for, and what this browser may see."""

    link: AnswerLink
    standing: Standing
    browser: LinkBrowser | None

    @property
    def referral(self) -> Referral:
        return self.link.referral

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN

    @property
    def is_proved(self) -> bool:
        """Whether name, phone and package may be shown."""
        proved_at = self.browser.proved_at if self.browser else None
        return self.is_open and proved_at is not None and proved_at > real_now() - PROVED_FOR

    @property
    def waits_for_code(self) -> bool:
        return self.browser is not None and self.browser.proved_at is None and self.browser.expires_at > real_now()


def knock(token: str, cookie: str, at: datetime) -> Knock | None:
    """Who is at the door. None when the address was altered or never ours."""
    try:
        wanted = link_id(token)
    except AlteredToken:
        return None
    names = ("service", "organization", "domain", "created_by", "region", "decline_reason")
    links = AnswerLink.objects.select_related(*(f"referral__{name}" for name in names))
    link = links.filter(pk=wanted).first()
    if link is None:
        return None
    asked = browser_id(cookie) if cookie else None
    browser = link.browsers.filter(pk=asked).first() if asked else None
    return Knock(link, _standing(link, at), browser)


def _standing(link: AnswerLink, at: datetime) -> Standing:
    referral = link.referral
    if referral.state == ReferralState.WITHDRAWN:
        return Standing.WITHDRAWN
    if referral.state == ReferralState.EXPIRED or referral.is_late(at):
        return Standing.EXPIRED
    if link.revoked_at is not None:
        return Standing.REPLACED
    if not referral.is_awaiting or link.used_at is not None:
        return Standing.ANSWERED
    return Standing.OPEN if link.is_open(real_now()) else Standing.EXPIRED


@dataclass(frozen=True)
class Outline:
    """What the link alone shows of a referral: nothing that names or reaches the person."""

    reference: str
    service: str
    need: str
    languages: str
    municipality: str


def outline(referral: Referral) -> Outline:
    return Outline(
        reference=referral.reference,
        service=referral.service.name,
        need=referral.domain.label,
        languages=language_names(referral.summary.get("languages", [])),
        municipality=referral.summary.get("municipality", ""),
    )


def own_services(access: Access) -> QuerySet[Service]:
    """The services offered by the organisations the person answers for."""
    scope = access.scopes(Permission.ANSWER_REFERRALS)
    return Service.objects.filter(organization__in=scope.organizations, is_active=True)


class Pile(TextChoices):
    """How Mes aiguillages sorts what was received."""

    TO_ANSWER = "a-repondre", _("À répondre")
    UNDER_WAY = "en-cours", _("En cours")
    OVER = "termines", _("Terminés")

    @property
    def states(self) -> tuple[ReferralState, ...]:
        under_way = (ReferralState.ACCEPTED, ReferralState.WAITING_LIST, ReferralState.STARTED)
        if self == Pile.TO_ANSWER:
            return ReferralState.awaiting_answer()
        return under_way if self == Pile.UNDER_WAY else tuple(FINAL)


def piles(access: Access) -> dict[str, int]:
    """How many referrals lie in each pile."""
    received = Referral.objects.received_by(access)
    found: dict[str, int] = received.aggregate(
        **{pile.name: Count("pk", filter=Q(state__in=pile.states)) for pile in Pile}
    )
    return {pile.value: found[pile.name] for pile in Pile}
