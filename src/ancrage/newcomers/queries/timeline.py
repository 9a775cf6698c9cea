"""Everything that happened in a dossier, newest first, read where each fact was entered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import CharField, DateTimeField, ExpressionWrapper, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from ancrage.accounts.models import User
from ancrage.agenda.models import AppointmentState
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import (
    Attendance,
    Case,
    CaseAppointment,
    CaseMoment,
    CaseTransition,
    Consent,
    ContactNote,
    Document,
    DocumentRequest,
    FollowUp,
    Inscription,
    MomentOffer,
    NeedsAssessment,
)
from ancrage.newcomers.queries.circle import seen_rows
from ancrage.newcomers.queries.timeline_words import WORDS
from ancrage.plans.models import PlanChange, PlanVersion
from ancrage.referrals.models import ReferralTransition

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: Final = ("referrals", "meetings", "notes", "plan", "case")


@dataclass(frozen=True)
class TimelineEvent:
    """One line: ``state`` tints it, ``icon`` and the words say it all."""

    at: datetime
    what: str
    who: str
    detail: str
    icon: str
    state: str = ""


def timeline(case: Case, *, kinds: tuple[str, ...] = KINDS, limit: int | None = 10) -> list[TimelineEvent]:
    """The events of ``case`` (loaded ``for_page``), restricted ones only for who is named. Two statements at most."""
    found = _events(case=case.pk, plan=case.plan_id, sees_restricted=case.sees_restricted, kinds=kinds, limit=limit)
    names = _names({row[3] for row in found})
    return [_event(row, names) for row in found]


@prepared
def _events(
    *, case: UUID, plan: UUID, sees_restricted: bool, kinds: tuple[str, ...], limit: int | None
) -> QuerySet[Any, Any]:
    of = _Of(case, plan, sees_restricted)
    wanted = [rows for kind in kinds for rows in _SOURCES[kind](of)]
    if not wanted:
        return Case.objects.none()
    rows = wanted[0].union(*wanted[1:], all=True).order_by("-at_", "key_") if wanted[1:] else wanted[0].order_by("-at_")
    return rows[:limit] if limit else rows


@dataclass(frozen=True)
class _Of:
    """Whose events: a dossier, its plan, and whether the reader sees what is restricted."""

    case: UUID
    plan: UUID
    sees_restricted: bool


def _event(row: tuple[Any, ...], names: dict[str, str]) -> TimelineEvent:
    at, source, code, who, detail, _key = row
    what, icon, state = WORDS[source](code)
    return TimelineEvent(at, what, names.get(who, ""), detail, icon, state)


Said = str | F | Concat | Cast | Choice


def _rows(
    rows: QuerySet[Any], source: str, *, at: str, code: Said = "", who: Said = "", detail: Said = ""
) -> QuerySet[Any]:
    """The common shape: moment, source, code, author (``user:…`` or a name), detail, key."""
    shaped: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            at_=_moment(at),
            source_=Value(source, CharField()),
            code_=_text(code),
            who_=_text(who),
            detail_=_text(detail),
            key_=Cast("pk", TextField()),
        )
        .values_list("at_", "source_", "code_", "who_", "detail_", "key_")
    )
    return shaped


def _moment(field: str) -> Any:  # noqa: ANN401 - an expression
    """A day without an hour is placed at midday, so that it reads as the same day everywhere in Québec."""
    if field.endswith("_on"):
        return ExpressionWrapper(Cast(F(field), DateTimeField()) + timedelta(hours=16), DateTimeField())
    return Cast(F(field), DateTimeField())


def _text(value: Any) -> Any:  # noqa: ANN401 - a literal or an expression
    return Value(value, TextField()) if isinstance(value, str) else Cast(Coalesce(value, Value("")), TextField())


def _joined(*parts: Any) -> Concat:
    return Concat(*(Cast(part, TextField()) for part in parts))


def _user(field: str) -> Concat:
    return _joined(Value("user:"), F(f"{field}_id"))


def _case_rows(of: _Of) -> list[QuerySet[Any]]:
    moves = CaseTransition.objects.filter(case=of.case)
    consents = Consent.objects.filter(case=of.case)
    # Why the access was restricted stays with the people named once it is ordinary again.
    hidden = When(kind__in=(CaseMoment.RESTRICTED, CaseMoment.UNRESTRICTED), then=Value("", TextField()))
    note = F("note") if of.sees_restricted else Choice(hidden, default=F("note"), output_field=TextField())
    return [
        _rows(moves, "case", at="at", code=F("kind"), who=_user("by"), detail=note),
        _rows(consents, "consent", at="given_at", code="given", who=_user("recorded_by")),
        _rows(consents.exclude(withdrawn_at=None), "consent", at="withdrawn_at", code="withdrawn"),
    ]


def _note_rows(of: _Of) -> list[QuerySet[Any]]:
    notes = seen_rows(ContactNote.objects.filter(case=of.case, struck_at=None), of)
    documents = seen_rows(Document.objects.filter(case=of.case, struck_at=None), of)
    asked = DocumentRequest.objects.filter(case=of.case)
    code = _joined(F("channel"), Value("|"), F("is_reached"))
    return [
        _rows(asked, "asked", at="asked_at", who=_user("asked_by"), detail=F("kind__label_fr")),
        _rows(asked.exclude(not_held=""), "not_held", at="answered_at", detail=F("not_held")),
        _rows(notes, "note", at="at", code=code, who=_user("by"), detail=F("text")),
        _rows(documents, "document", at="added_at", who=_user("added_by"), detail=F("title")),
    ]


def _referral_rows(of: _Of) -> list[QuerySet[Any]]:
    steps = ReferralTransition.objects.filter(referral__case_tie__case=of.case)
    if not of.sees_restricted:
        steps = steps.filter(referral__is_restricted=False)
    by_link = Q(actor__startswith="link:")
    common: dict[str, Any] = {"at": "at", "code": F("to_state"), "detail": F("referral__service__name")}
    return [
        _rows(steps.exclude(by_link), "referral", who=F("actor"), **common),
        _rows(steps.filter(by_link), "referral", who=F("referral__organization__name"), **common),
    ]


def _meeting_rows(of: _Of) -> list[QuerySet[Any]]:
    assessments = NeedsAssessment.objects.filter(case=of.case).exclude(completed_at=None)
    done = FollowUp.objects.filter(case=of.case).exclude(done_on=None)
    state = _joined(F("milestone"), Value("|"), F("state"))
    ties = CaseAppointment.objects.filter(case=of.case)
    starts = F("appointment__during__startswith")
    decided = _joined(F("appointment__state"), Value("|"), starts)
    subject = F("appointment__subject")
    return [
        _rows(
            ties,
            "booked",
            at="appointment__booked_at",
            code=Cast(starts, TextField()),
            who=_user("appointment__booked_by"),
            detail=subject,
        ),
        _rows(
            ties.exclude(appointment__decided_at=None).exclude(appointment__state=AppointmentState.MOVED),
            "settled",
            at="appointment__decided_at",
            code=decided,
            who=_user("appointment__decided_by"),
            detail=subject,
        ),
        *_group_rows(of),
        _rows(
            MomentOffer.objects.filter(case=of.case),
            "offered",
            at="offered_at",
            who=_user("offered_by"),
            detail=F("subject"),
        ),
        _rows(assessments, "assessment", at="completed_at", code=F("mode"), who=_user("started_by")),
        _rows(done, "follow_up", at="done_on", code=state, who=_user("done_by"), detail=F("note")),
    ]


def _group_rows(of: _Of) -> list[QuerySet[Any]]:
    """In a cohort, at its blocks, attested."""
    inscriptions = Inscription.objects.filter(case=of.case)
    noted = Attendance.objects.filter(inscription__case=of.case)
    title = _joined(F("cohort__kind__label_fr"), Value(", "), F("cohort__title"))
    attested: dict[str, Any] = {
        "at": "attested_at",
        "code": F("attestation"),
        "who": _user("attested_by"),
        "detail": title,
    }
    return [
        _rows(inscriptions, "inscribed", at="asked_at", who=_user("asked_by"), detail=title),
        _rows(inscriptions.exclude(attested_at=None), "attested", **attested),
        _rows(
            noted,
            "attendance",
            at="noted_at",
            code=Cast("is_present", TextField()),
            who=_user("noted_by"),
            detail=F("block__topic"),
        ),
    ]


def _plan_rows(of: _Of) -> list[QuerySet[Any]]:
    versions = PlanVersion.objects.filter(plan=of.plan)
    changes = PlanChange.objects.filter(plan=of.plan)
    if not of.sees_restricted:
        changes = changes.unrestricted()
    number = Cast("number", TextField())
    accepted = _joined(number, Value("|"), F("acceptance"))
    return [
        _rows(versions, "plan", at="made_at", code=number, who=_user("made_by")),
        _rows(versions.exclude(accepted_at=None), "plan", at="accepted_at", code=accepted),
        _rows(versions.exclude(handed_over_at=None), "handover", at="handed_over_at", code=number),
        _rows(changes, "change", at="at", code=F("kind"), who=_user("by"), detail=F("subject")),
    ]


_SOURCES: "dict[str, Callable[[_Of], list[QuerySet[Any]]]]" = {
    "case": _case_rows,
    "notes": _note_rows,
    "referrals": _referral_rows,
    "meetings": _meeting_rows,
    "plan": _plan_rows,
}


def _names(authors: set[str]) -> dict[str, str]:
    """What to call each author: people by their name, organisations as they are."""
    ids = [UUID(author.removeprefix("user:")) for author in authors if author.startswith("user:") and author != "user:"]
    found = dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name")) if ids else {}
    names = {f"user:{pk}": name for pk, name in found.items()}
    return names | {author: author for author in authors if not author.startswith(("user:", "job:"))}
