"""Questions between service points about a dossier that may be the one of the same person."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.accounts.access import access_of
from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.accounts.notices import Told
from ancrage.audit.actions import record
from ancrage.audit.models import AuditEntry
from ancrage.core import Refused
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.newcomers.messages import inquiries as messages
from ancrage.newcomers.models import Case, Inquiry, InquiryKind
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.staff import instead_of_away, privacy_officers, told_of, with_stand_ins

_WITHHELD = "newcomers.likeness.withheld"


class InquiryRefused(Refused):
    """The question was not put, or was answered already."""


@transaction.atomic
def ask(*, case_id: UUID, kind: InquiryKind, looked_for: str, note: str, by: User, at: datetime) -> Inquiry:
    """Ask the service point of a like dossier for its transfer, or for a check.

    :param case_id: from the sealed slip of a hint, never from the page itself.
    :param looked_for: what the asker typed; it is all that the other service point is told.
    :raises InquiryRefused: beyond the number of questions allowed a day, or when the same one still waits.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    _check_limit(by, at)
    case = Case.objects.select_related("service_point", "region").filter(pk=case_id, is_restricted=False).first()
    if case is None:
        raise InquiryRefused(_("Ce dossier n’est plus en cause. Refaites la recherche."))
    try:
        with transaction.atomic():
            inquiry = Inquiry.objects.create(
                case=case, kind=kind, looked_for=looked_for[:200], note=note, asked_by=by, asked_at=at
            )
    except IntegrityError as error:
        raise InquiryRefused(
            _("Vous avez déjà posé cette question. La réponse viendra dans vos vérifications.")
        ) from error
    _record("newcomers.inquiry.asked", inquiry, ["kind", "looked_for", "note"], by=by, at=at)
    _tell(with_stand_ins(case, told_of(case, local_day(at)), at), messages.asked(inquiry), at)
    return inquiry


@transaction.atomic
def answer(*, inquiry: Inquiry, is_same_person: bool, text: str, by: User, at: datetime) -> Inquiry:
    """Say whether the dossier is the one of the person looked for; who asked is told that an answer came.

    :raises InquiryRefused: when it was answered already.
    """
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related(
        "case__service_point", "case__region", "asked_by"
    )
    inquiry = rows.get(pk=inquiry.pk)
    if inquiry.answered_at is not None:
        raise InquiryRefused(_("Quelqu’un a déjà répondu à cette question."))
    inquiry.is_same_person, inquiry.answer, inquiry.answered_by, inquiry.answered_at = is_same_person, text, by, at
    inquiry.save(update_fields=["is_same_person", "answer", "answered_by", "answered_at"])
    _record("newcomers.inquiry.answered", inquiry, ["is_same_person", "answer"], by=by, at=at)
    _tell(instead_of_away([inquiry.asked_by], at, lambda one: _asks(one, at)), messages.answered(inquiry), at)
    return inquiry


@transaction.atomic
def report_withheld(*, cases: Iterable[Case], by: User, at: datetime) -> None:
    """Tell the privacy officers that a search of ``by`` met restricted dossiers; once a day for each."""
    for case in cases:
        told = AuditEntry.objects.filter(
            verb=_WITHHELD, target_type=case._meta.label_lower, target_id=str(case.pk), actor=by.actor_ref
        )
        if told.filter(at__gte=_midnight(at)).exists():
            continue
        record(_WITHHELD, by=by, on=case, at=at, about=[case.pk, case.person_id])
        _tell(privacy_officers(local_day(at)), messages.withheld(case, by), at, path="", kind="newcomers.withheld")


def left_today(user: User, at: datetime) -> int:
    """How many questions ``user`` may still put today."""
    asked = Inquiry.objects.filter(asked_by=user, asked_at__gte=_midnight(at)).count()
    return max(0, int(settings.ANCRAGE_INQUIRIES_PER_DAY) - asked)


def _check_limit(by: User, at: datetime) -> None:
    if left_today(by, at) == 0:
        limit = int(settings.ANCRAGE_INQUIRIES_PER_DAY)
        raise InquiryRefused(
            ngettext(
                "Limite atteinte : %(limit)d question par jour. Réessayez demain, ou parlez-en à votre direction.",
                "Limite atteinte : %(limit)d questions par jour. Réessayez demain, ou parlez-en à votre direction.",
                limit,
            )
            % {"limit": limit}
        )


def _asks(user: User, at: datetime) -> bool:
    """Whether they could have put the question themselves."""
    return access_of(user, at).can(Permission.OPEN_CASE)


def _midnight(at: datetime) -> datetime:
    """When the day of ``at`` began in Québec."""
    return datetime.combine(local_day(at), time(), HOME_ZONE)


def _record(verb: str, inquiry: Inquiry, fields: list[str], *, by: User, at: datetime) -> None:
    case = inquiry.case
    record(verb, by=by, on=inquiry, at=at, fields=fields, about=[case.pk, case.person_id], region=case.region.code)


def _tell(
    users: Iterable[User | Told], text: str, at: datetime, *, path: str | None = None, kind: str = "newcomers.inquiry"
) -> None:
    where = messages.inquiries_path() if path is None else path
    notify(users=users, kind=kind, text=text, path=where, at=at)
