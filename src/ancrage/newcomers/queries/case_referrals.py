"""The referrals of one dossier as lines of its page."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Case, CaseReferral
from ancrage.referrals.models import ReferralState
from ancrage.ui.formats import short_day


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words, its tint and its icon (empty: the one of the tint)."""

    state: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """``detail`` says when or how long."""

    id: UUID
    need: UUID | None
    service: str
    organization: str
    short_name: str
    badge: Badge
    detail: str
    is_over: bool


_LOOKS = {
    ReferralState.SENT: ("info", "send"),
    ReferralState.OPENED: ("info", "eye"),
    ReferralState.UNDER_STUDY: ("info", "eye"),
    ReferralState.ACCEPTED: ("ok", ""),
    ReferralState.WAITING_LIST: ("wait", ""),
    ReferralState.DECLINED: ("bad", ""),
    ReferralState.EXPIRED: ("warn", ""),
    ReferralState.STARTED: ("ok", "right"),
    ReferralState.DONE: ("ok", "ok"),
    ReferralState.NOT_DONE: ("bad", ""),
}
_OVER = (
    ReferralState.DECLINED,
    ReferralState.WITHDRAWN,
    ReferralState.EXPIRED,
    ReferralState.DONE,
    ReferralState.NOT_DONE,
)


def near(value: date | datetime | None, today: date) -> str:
    """A day without its year when it is this year's; empty for none."""
    return short_day(value, today) if value else ""


def referral_lines(case: Case, day: date) -> list[ReferralLine]:
    """What the reader may see, living ones first, the newest first. One statement."""
    lines = [_line(tie, day) for tie in _ties(case=case.pk, sees_restricted=case.sees_restricted)]
    return sorted(lines, key=lambda line: line.is_over)


@prepared
def _ties(*, case: UUID, sees_restricted: bool) -> QuerySet[CaseReferral]:
    ties = CaseReferral.objects.filter(case=case)
    if not sees_restricted:
        ties = ties.filter(referral__is_restricted=False).exclude(need__is_restricted=True)
    ties = ties.select_related(
        "referral__service", "referral__organization", "referral__decline_reason", "referral__outcome"
    )
    return ties.order_by("-referral__created_at", "-pk")


def _line(tie: CaseReferral, day: date) -> ReferralLine:
    referral = tie.referral
    state = ReferralState(referral.state)
    words = str(state.label)
    if referral.outcome:
        words = _("%(state)s : %(outcome)s") % {"state": words, "outcome": referral.outcome.label.lower()}
    return ReferralLine(
        id=referral.pk,
        need=tie.need_id,
        service=referral.service.name,
        organization=referral.organization.name,
        short_name=referral.organization.short_name or referral.organization.name,
        badge=Badge(*_LOOKS.get(state, ("", "")), words),
        detail=_detail(tie, state, day),
        is_over=state in _OVER,
    )


def _detail(tie: CaseReferral, state: ReferralState, day: date) -> str:
    referral = tie.referral
    if state is ReferralState.DRAFT:
        return _("À envoyer")
    if state in ReferralState.awaiting_answer():
        return _("Réponse attendue avant le %(day)s") % {"day": near(referral.expires_at, day)}
    if state is ReferralState.WAITING_LIST and referral.waiting_weeks:
        weeks = referral.waiting_weeks
        return ngettext("Environ %(n)d semaine", "Environ %(n)d semaines", weeks) % {"n": weeks}
    if state is ReferralState.DECLINED and referral.decline_reason:
        return referral.decline_reason.label
    if state in {ReferralState.ACCEPTED, ReferralState.STARTED} and referral.meeting_at:
        return _("Rencontre le %(day)s") % {"day": near(referral.meeting_at, day)}
    return _("Réponse le %(day)s") % {"day": near(referral.answered_at, day)} if referral.answered_at else ""
