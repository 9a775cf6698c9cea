"""Referrals in every state, each with the steps that led there."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from ancrage.core.dates import add_working_days, local_day
from ancrage.core.ids import uuid7
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING_DAY, Draw, table
from ancrage.demo.actions.services import Offer
from ancrage.directory.models import OrganizationMember
from ancrage.newcomers.models import CaseReferral
from ancrage.plans.models import Need
from ancrage.referrals.models import DeclineReason, Referral, ReferralOutcome, ReferralQuestion, ReferralTransition
from ancrage.territory.models import ReferenceCounter

KIND = "A"
_OLD = {"done": 48, "not_done": 10, "declined": 14, "withdrawn": 6, "expired": 10, "started": 12}
_RECENT = {"started": 22, "accepted": 24, "waiting_list": 18, "declined": 12, "done": 14, "expired": 8, "withdrawn": 2}
_NEW = {"sent": 26, "opened": 20, "under_study": 20, "accepted": 18, "waiting_list": 8, "declined": 6, "draft": 14}
_FINAL = {"done": 66, "not_done": 12, "declined": 14, "expired": 8}
# The steps before each state, in order.
PATHS = {
    "draft": (),
    "sent": ("sent",),
    "opened": ("sent", "opened"),
    "under_study": ("sent", "opened", "under_study"),
    "accepted": ("sent", "opened", "accepted"),
    "waiting_list": ("sent", "opened", "waiting_list"),
    "declined": ("sent", "opened", "declined"),
    "withdrawn": ("sent", "withdrawn"),
    "expired": ("sent", "expired"),
    "started": ("sent", "opened", "accepted", "started"),
    "done": ("sent", "opened", "accepted", "started", "done"),
    "not_done": ("sent", "opened", "accepted", "not_done"),
}
LIVE = ("sent", "opened", "under_study", "accepted", "waiting_list", "started")
_ANSWERS = {"under_study": "study", "accepted": "accepted", "waiting_list": "waiting", "declined": "declined"}
_WHY_NOT = {"places-comblees": 46, "statut-non-admis": 18, "non-jointe": 14, "autre-service": 12, "deja-inscrite": 10}
# Days after which an answer, or a silence, was read.
_READ_WITHIN = 2
_OVER_DAYS = {"done": 55, "not_done": 40, "started": 16}


class Sender:
    """What is read once, to write several hundred referrals."""

    def __init__(self, draw: Draw, offers: list[Offer]) -> None:
        self.draw, self.offers = draw, offers
        self.phrases = table("phrases")
        self.reasons = {reason.code: reason for reason in DeclineReason.objects.all()}
        self.outcomes = {outcome.code: outcome for outcome in ReferralOutcome.objects.all()}
        self.workers = dict(OrganizationMember.objects.order_by("pk").values_list("organization_id", "user_id"))
        self.made: list[tuple[Referral, Story, Need]] = []


def load_referrals(sender: Sender, stories: list[Story]) -> None:
    draw = sender.draw
    for story in stories:
        if story.consent and story.assessed_on:
            for need in story.needs:
                if draw.happens(62 if need.covered_by == "organization" else 18):
                    _refer(sender, story, need)


def _refer(sender: Sender, story: Story, need: Need) -> None:
    draw, resident = sender.draw, story.resident
    fitting = [
        offer
        for offer in sender.offers
        if offer.fits(need.domain.code, resident.mrc, resident.status) and offer.service.paused_on is None
    ]
    if not fitting or story.assessed_on is None or story.consent is None:
        return
    sent_on = _sending_day(draw, story)
    if sent_on is None:
        return
    state = _state(draw, story, need, sent_on)
    offer = draw.pick(fitting)
    if state == "expired" and sent_on + timedelta(days=offer.service.answer_days) >= OPENING_DAY:
        state = "accepted"
    if state in {"sent", "opened", "under_study"}:
        # An answer still awaited is not yet due, save those that expire today.
        sent_on = max(sent_on, add_working_days(OPENING_DAY - timedelta(days=offer.service.answer_days), 1))
        sent_on = min(sent_on, OPENING_DAY - timedelta(days=1))
    add_referral(sender, story, need, offer, state=state, sent_on=sent_on)


def _sending_day(draw: Draw, story: Story) -> date | None:
    assert story.consent and story.assessed_on  # noqa: S101, PT018 - asked by the caller
    first = max(story.assessed_on, local_day(story.consent.given_at) + timedelta(days=1))
    sent_on = add_working_days(first, draw.between(0, 9))
    if story.closed_on is None and draw.happens(30):
        sent_on = max(sent_on, draw.working_day(OPENING_DAY - timedelta(days=45), OPENING_DAY - timedelta(days=1)))
    end = local_day(story.consent.withdrawn_at) if story.consent.withdrawn_at else story.last_day
    return sent_on if sent_on < end else None


def _state(draw: Draw, story: Story, need: Need, sent_on: date) -> str:
    if story.consent and story.consent.withdrawn_at:
        return "withdrawn"
    if story.closed_on or need.state == "met":
        return draw.weighted(_FINAL)
    age = (OPENING_DAY - sent_on).days
    return draw.weighted(_NEW if age < 13 else _RECENT if age < 60 else _OLD)


def add_referral(
    sender: Sender,
    story: Story,
    need: Need,
    offer: Offer,
    *,
    state: str,
    sent_on: date,
    answered_on: date | None = None,
) -> Referral:
    """A referral that reached ``state``, sent on ``sent_on``."""
    draw, case = sender.draw, story.case
    created_at = draw.at(sent_on, first=12)
    pk = uuid7()
    referral = Referral(
        id=pk,
        region=case.region,
        service=offer.service,
        organization=offer.service.organization,
        domain=need.domain,
        is_restricted=need.is_restricted,
        state=state,
        summary=_summary(story),
        created_at=created_at,
        created_by=story.agent,
        owner_path=reverse("newcomers:referral", args=[case.pk, pk]),
        concerns=[case.person_id, case.pk],
    )
    if state != "draft":
        referral.sent_at = created_at
        referral.expires_at = created_at + timedelta(days=offer.service.answer_days)
        _answer(sender, story, referral, answered_on)
    draw.add(referral)
    draw.add(CaseReferral(case=case, referral=referral, need=need, consent=story.consent))
    sender.made.append((referral, story, need))
    _steps(sender, referral)
    return referral


def _summary(story: Story) -> dict[str, Any]:
    return {"languages": story.resident.person.languages, "municipality": story.resident.municipality.name}


def _answer(sender: Sender, story: Story, referral: Referral, answered_on: date | None) -> None:
    draw, state = sender.draw, referral.state
    assert referral.sent_at and referral.expires_at  # noqa: S101, PT018 - set just before
    sent_on = local_day(referral.sent_at)
    if state in {"opened", *_ANSWERS, *_OVER_DAYS}:
        opened_on = min(add_working_days(sent_on, draw.between(0, 2)), story.last_day)
        referral.first_opened_at = max(draw.at(opened_on), referral.sent_at + timedelta(minutes=25))
    if state in {*_ANSWERS, *_OVER_DAYS}:
        answer_day = answered_on or min(add_working_days(sent_on, draw.between(1, 6)), story.last_day)
        opened_at = referral.first_opened_at or referral.sent_at
        referral.answered_at = max(draw.at(answer_day), opened_at + timedelta(minutes=10))
        referral.first_opened_at = min(opened_at, referral.answered_at - timedelta(minutes=5))
        referral.answer_note = draw.pick(sender.phrases[_ANSWERS.get(state, "accepted")])
        is_old = (OPENING_DAY - local_day(referral.answered_at)).days > _READ_WITHIN
        referral.seen_at = referral.answered_at + timedelta(hours=draw.between(1, 20)) if is_old else None
    if state == "expired" and (OPENING_DAY - local_day(referral.expires_at)).days > _READ_WITHIN:
        referral.seen_at = referral.expires_at + timedelta(hours=4)
    _outcome(sender, referral)


def ask(sender: Sender, referral: Referral) -> None:
    """Under study, the organisation asks something before it answers: what was set as its answer is its question."""
    if referral.state == "under_study" and referral.answered_at:
        words = {"asked_at": referral.answered_at, "text": referral.answer_note}
        sender.draw.add(ReferralQuestion(referral=referral, **words))
        referral.answered_at, referral.answer_note, referral.seen_at = None, "", None


def _outcome(sender: Sender, referral: Referral) -> None:
    draw = sender.draw
    if referral.state == "declined":
        referral.decline_reason = sender.reasons[draw.weighted(_WHY_NOT)]
    if referral.state == "waiting_list":
        referral.waiting_weeks = referral.service.waiting_weeks or draw.between(2, 8)
    if referral.state in {"accepted", "started", "done"} and referral.answered_at:
        referral.meeting_at = draw.at(add_working_days(local_day(referral.answered_at), draw.between(2, 9)))
    if referral.state == "done":
        referral.outcome = sender.outcomes[
            draw.weighted({"besoin-comble": 70, "besoin-en-partie": 20, "service-recu": 10})
        ]
    if referral.state == "not_done":
        referral.outcome = sender.outcomes[draw.weighted({"absente": 40, "abandon": 35, "autre-voie": 25})]


def retime(sender: Sender, referral: Referral) -> None:
    """Tell the steps of ``referral`` again, once its dates were changed by hand."""
    waiting = sender.draw.waiting[ReferralTransition]
    sender.draw.waiting[ReferralTransition] = [step for step in waiting if step.referral is not referral]
    referral.expires_at = referral.created_at + timedelta(days=referral.service.answer_days)
    _steps(sender, referral)


def _steps(sender: Sender, referral: Referral) -> None:
    before = "draft"
    for step in PATHS[referral.state]:
        actor = _actor(sender, referral, step)
        at = _when(referral, step)
        draw_row = ReferralTransition(referral=referral, at=at, actor=actor, from_state=before, to_state=step)
        sender.draw.add(draw_row)
        before = step


def _actor(sender: Sender, referral: Referral, step: str) -> str:
    if step in {"sent", "withdrawn"}:
        return referral.created_by.actor_ref
    if step == "expired":
        return "job:referrals.expire"
    worker = sender.workers.get(referral.organization_id)
    return f"user:{worker}" if worker else "link:demo"


def _when(referral: Referral, step: str) -> datetime:
    sent_at = referral.sent_at or referral.created_at
    if step == "sent":
        return sent_at
    if step == "opened":
        return referral.first_opened_at or sent_at
    if step == "expired":
        return referral.expires_at or sent_at
    if step == "withdrawn":
        return sent_at + timedelta(days=1)
    answered_at = referral.answered_at or sent_at
    later = {"started": 9, "done": 24, "not_done": 12}.get(step, 0)
    return min(
        answered_at + timedelta(days=later), datetime.combine(OPENING_DAY, datetime.min.time(), answered_at.tzinfo)
    )


def finish(sender: Sender) -> None:
    """Ask what is asked, and number: references follow the order of sending."""
    for referral, _story, _need in sender.made:
        ask(sender, referral)
    last: dict[int, int] = {}
    for referral, story, _need in sorted(sender.made, key=lambda one: one[0].created_at):
        year = local_day(referral.created_at).year
        last[year] = last.get(year, 0) + 1
        referral.reference = f"{story.case.region.prefix}-{year}-{KIND}{last[year]:06d}"
    for year, count in last.items():
        ReferenceCounter.objects.create(region=sender.made[0][1].case.region, year=year, kind=KIND, last=count)
