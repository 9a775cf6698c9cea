"""What the person answers of their own appointments."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.messages.appointments import appointments_path, to_move
from ancrage.newcomers.models import CaseAppointment


class AnswerRefused(Refused):
    """Nothing was answered."""


@transaction.atomic
def confirm_appointment(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """The person says that they come. Twice changes nothing.

    :raises AnswerRefused: when it is over, or no longer planned.
    """
    _answer(tie, "confirmed", by=by, at=at, confirmed_at=at)


@transaction.atomic
def ask_to_move(*, tie: CaseAppointment, reason: str, by: User, at: datetime) -> None:
    """The person asks for another moment; whoever receives them is told.

    :raises AnswerRefused: when it is over, or no longer planned.
    """
    tie = _answer(tie, "move_asked", by=by, at=at, move_asked_at=at, move_reason=reason)
    worker, path = tie.appointment.worker, appointments_path(tie.case)
    text = to_move(worker, tie.appointment.starts_at)
    notify(users=[worker], kind="newcomers.appointment_to_move", text=text, path=path, at=at)


@transaction.atomic
def take_answer_back(*, tie: CaseAppointment, by: User, at: datetime) -> None:
    """Undo either.

    :raises AnswerRefused: when it is over, or no longer planned.
    """
    _answer(tie, "answer_taken_back", by=by, at=at)


def _answer(tie: CaseAppointment, verb: str, *, by: User, at: datetime, **values: Any) -> CaseAppointment:
    rows = CaseAppointment.objects.select_for_update(of=("self",)).select_related("case__region", "appointment__worker")
    tie = rows.get(pk=tie.pk)
    if not tie.appointment.is_planned or tie.appointment.ends_at <= at:
        raise AnswerRefused(_("Ce rendez-vous n’est plus à venir."))
    answered = {"confirmed_at": None, "move_asked_at": None, "move_reason": ""} | values
    for name, value in answered.items():
        setattr(tie, name, value)
    tie.save(update_fields=list(answered))
    case = tie.case
    about, fields = [case.pk, case.person_id], list(values)
    record(f"newcomers.appointment.{verb}", by=by, on=tie, at=at, fields=fields, about=about, region=case.region.code)
    return tie
