from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.models import (
    Activity,
    Case,
    CaseState,
    Consent,
    DepartureReason,
    FollowUp,
    FollowUpSchedule,
    FollowUpSource,
    FollowUpState,
    FrenchLevel,
    LevelSource,
    Presence,
    Purpose,
)
from ancrage.territory.models import Municipality


class FollowUpRefused(Refused):
    """The follow-up cannot be recorded."""


@dataclass(frozen=True, kw_only=True)
class FollowUpAnswers:
    """What was learned. What was not said stays « inconnu »."""

    source: FollowUpSource
    presence: Presence = Presence.UNKNOWN
    municipality: Municipality | None = None
    departure_reason: DepartureReason | None = None
    activity: Activity = Activity.UNKNOWN
    listening: int | None = None
    speaking: int | None = None
    reading: int | None = None
    writing: int | None = None
    note: str = ""

    @property
    def skills(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in ("listening", "speaking", "reading", "writing")}


@transaction.atomic
def plan_follow_ups(*, case: Case, at: datetime) -> list[FollowUp]:
    """Set the due dates of a dossier just taken, from the schedule in force that day; those already set stay."""
    day = local_day(at)
    schedule = FollowUpSchedule.objects.filter(during__contains=day).first()
    return FollowUp.objects.bulk_create(
        (
            FollowUp(case=case, milestone=days, due_on=day + timedelta(days=days))
            for days in (schedule.days if schedule else [])
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def record_follow_up(*, follow_up: FollowUp, answers: FollowUpAnswers, done_on: date, by: User, at: datetime) -> None:
    """Keep what a follow-up told. No source means nobody answered: everything stays unknown.

    :raises FollowUpRefused: when it is done already, dated in the future, incoherent, or when the dossier
        is closed and the person did not agree to be contacted afterwards.
    """
    follow_up = FollowUp.objects.select_for_update(of=("self",)).select_related("case__region").get(pk=follow_up.pk)
    _check(follow_up, answers, done_on, at)
    answered = answers.source != FollowUpSource.NONE
    follow_up.state = FollowUpState.DONE if answered else FollowUpState.NO_ANSWER
    follow_up.done_on, follow_up.done_by = done_on, by
    follow_up.source, follow_up.note = answers.source, answers.note
    if answered:
        follow_up.presence, follow_up.activity = answers.presence, answers.activity
        follow_up.municipality, follow_up.departure_reason = answers.municipality, answers.departure_reason
    follow_up.save()
    if answered and any(answers.skills.values()):
        _keep_levels(follow_up.case, answers, done_on)
    _record("recorded", follow_up, by=by, at=at)


@transaction.atomic
def undo_follow_up(*, follow_up: FollowUp, by: User, at: datetime) -> None:
    """Set a follow-up recorded by mistake back to planned."""
    follow_up = FollowUp.objects.select_for_update(of=("self",)).select_related("case__region").get(pk=follow_up.pk)
    if follow_up.state not in {FollowUpState.DONE, FollowUpState.NO_ANSWER}:
        raise FollowUpRefused(_("Ce suivi n’a pas été inscrit."))
    planned = FollowUp(case=follow_up.case, milestone=follow_up.milestone, due_on=follow_up.due_on, pk=follow_up.pk)
    planned.save(force_update=True)
    _record("undone", planned, by=by, at=at)


def agrees_to_later_contact(case: Case, day: date) -> bool:
    """Whether the person agreed to be contacted after the dossier is closed."""
    return Consent.objects.in_force(day).filter(case=case, purposes__contains=[Purpose.CONTACT_AFTER]).exists()


def may_be_followed_up(case: Case, day: date) -> bool:
    """Whether follow-ups are still recorded: once the dossier is closed, only with the person's agreement."""
    return case.state != CaseState.CLOSED or agrees_to_later_contact(case, day)


def _check(follow_up: FollowUp, answers: FollowUpAnswers, done_on: date, at: datetime) -> None:
    if follow_up.state != FollowUpState.PLANNED:
        raise FollowUpRefused(_("Ce suivi est déjà inscrit."))
    if done_on > local_day(at):
        raise FollowUpRefused(_("Ce jour est à venir."), field="done_on")
    case = follow_up.case
    if not may_be_followed_up(case, local_day(at)):
        raise FollowUpRefused(_("Le dossier est fermé et la personne n’a pas accepté d’être jointe ensuite."))
    if answers.presence == Presence.IN_REGION and answers.municipality is None:
        raise FollowUpRefused(_("Choisissez la municipalité où la personne réside."), field="municipality")
    if answers.presence == Presence.LEFT_REGION and answers.departure_reason is None:
        raise FollowUpRefused(_("Choisissez le motif du départ, ou « Motif inconnu »."), field="departure_reason")


def _keep_levels(case: Case, answers: FollowUpAnswers, day: date) -> None:
    FrenchLevel.objects.create(person_id=case.person_id, source=LevelSource.DECLARED, assessed_on=day, **answers.skills)


def _record(verb: str, follow_up: FollowUp, *, by: User, at: datetime) -> None:
    case = follow_up.case
    record(
        f"newcomers.follow_up.{verb}",
        by=by,
        on=follow_up,
        at=at,
        about=[case.pk, case.person_id],
        region=case.region.code,
    )
