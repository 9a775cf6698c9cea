from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.referrals import messages
from ancrage.referrals.actions.linking import check_open, close_links, log_use, opened
from ancrage.referrals.actions.moving import ReferralRefused, locked, move, register, why_not
from ancrage.referrals.models import (
    AnswerLink,
    DeclineReason,
    LinkUseKind,
    Referral,
    ReferralQuestion,
    ReferralState,
)
from ancrage.referrals.transitions import ACCEPT, ASK, DECLINE, WAIT, Step

Answerer = User | AnswerLink


@transaction.atomic
def accept(
    *,
    referral: Referral,
    by: Answerer,
    at: datetime,
    meeting_at: datetime | None = None,
    note: str = "",
    seen: str = "",
    address: str | None = None,
) -> Referral:
    """The organisation takes the person.

    :param seen: the state shown when the answer was chosen; another answer given meanwhile is not overwritten.
    :raises ReferralRefused: already answered, withdrawn or expired.
    """
    if meeting_at is not None and meeting_at <= at:
        raise ReferralRefused(_("La première rencontre est dans le passé."), field="meeting_on")
    referral = _begin(referral, by=by, at=at, seen=seen)
    referral.meeting_at, referral.answer_note = meeting_at, note
    return _answer(referral, ACCEPT, ("meeting_at", "answer_note"), by=by, at=at, address=address)


@transaction.atomic
def put_on_waiting_list(
    *,
    referral: Referral,
    by: Answerer,
    at: datetime,
    waiting_weeks: int,
    note: str = "",
    seen: str = "",
    address: str | None = None,
) -> Referral:
    """The organisation will take the person in about ``waiting_weeks`` weeks. Raises as ``accept`` does."""
    referral = _begin(referral, by=by, at=at, seen=seen)
    referral.waiting_weeks, referral.answer_note = waiting_weeks, note
    return _answer(referral, WAIT, ("waiting_weeks", "answer_note"), by=by, at=at, address=address)


@transaction.atomic
def decline(
    *,
    referral: Referral,
    by: Answerer,
    at: datetime,
    reason: DeclineReason,
    note: str = "",
    seen: str = "",
    address: str | None = None,
) -> Referral:
    """The organisation cannot take the person, for a coded reason. Raises as ``accept`` does."""
    referral = _begin(referral, by=by, at=at, seen=seen)
    referral.decline_reason, referral.answer_note = reason, note
    return _answer(referral, DECLINE, ("decline_reason", "answer_note"), by=by, at=at, address=address)


@transaction.atomic
def ask_precision(
    *, referral: Referral, by: Answerer, at: datetime, question: str, seen: str = "", address: str | None = None
) -> Referral:
    """Ask the sender something before answering. The link keeps working. Raises as ``accept`` does."""
    referral = _begin(referral, by=by, at=at, seen=seen)
    move(referral, ASK, by=by, at=at)
    ReferralQuestion.objects.create(referral=referral, asked_at=at, text=question)
    if isinstance(by, AnswerLink):
        log_use(by, LinkUseKind.ANSWERED, address=address)
    messages.followers_told(referral, at=at)
    return referral


@transaction.atomic
def reply(*, referral: Referral, text: str, by: User, at: datetime) -> Referral:
    """Give the precision asked, and tell the organisation it is there.

    :raises ReferralRefused: when no question waits.
    """
    referral = locked(referral.pk)
    question = referral.questions.filter(replied_at=None).order_by("-asked_at").first()
    if question is None or not referral.is_awaiting:
        raise ReferralRefused(_("Aucune précision n’est attendue."))
    question.replied_at, question.replied_by, question.reply = at, by, text
    question.save(update_fields=["replied_at", "replied_by", "reply"])
    register(referral, "precision_given", by=by, at=at)
    link = referral.links.filter(revoked_at=None, used_at=None).order_by("-pk").first()
    messages.precision_given(referral, link, at=at)
    return referral


@transaction.atomic
def mark_answer_read(*, referral: Referral, by: User, at: datetime) -> None:
    """The sender has read the answer: it leaves what awaits them. Reading twice changes nothing."""
    referral = locked(referral.pk)
    if referral.has_news:
        referral.seen_at = at
        referral.save(update_fields=["seen_at"])
        register(referral, "answer_read", by=by, at=at, fields=("seen_at",))


@transaction.atomic
def take_up(*, referral: Referral, by: User, at: datetime) -> None:
    """Someone of the organisation begins to answer in Mes aiguillages: it counts as opened."""
    opened(locked(referral.pk), by=by, at=at)


def _begin(referral: Referral, *, by: Answerer, at: datetime, seen: str) -> Referral:
    referral = locked(referral.pk)
    if seen and referral.state != seen:
        state = ReferralState(referral.state).label
        raise ReferralRefused(
            _("Cet aiguillage a changé pendant que vous répondiez : il est maintenant « %(state)s ».")
            % {"state": state}
        )
    if referral.is_late(at):
        raise ReferralRefused(_("Le délai de réponse est passé."))
    if isinstance(by, AnswerLink):
        if not referral.is_awaiting:
            raise ReferralRefused(why_not(referral))
        check_open(by)
    opened(referral, by=by, at=at)
    return referral


def _answer(
    referral: Referral, step: Step, fields: tuple[str, ...], *, by: Answerer, at: datetime, address: str | None
) -> Referral:
    referral.answered_at, referral.seen_at = at, None
    told = referral.told_email
    move(referral, step, by=by, at=at, fields=("answered_at", "seen_at", *fields))
    close_links(referral)
    if isinstance(by, AnswerLink):
        log_use(by, LinkUseKind.ANSWERED, address=address)
    messages.answer_received(referral, told=told, at=at)
    return referral
