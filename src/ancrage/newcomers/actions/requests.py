"""A request is taken or given, and the person is reached: the clock of five working days stops there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.appointments import hand_what_is_free
from ancrage.newcomers.actions.assignments import begin_assignment, end_assignment
from ancrage.newcomers.actions.circle import end_naming, keep_named
from ancrage.newcomers.actions.follow_ups import plan_follow_ups
from ancrage.newcomers.actions.notes import strike_note, write_note
from ancrage.newcomers.messages import requests as messages
from ancrage.newcomers.models import Case, CaseMoment, CaseState, CaseTransition, ContactNote
from ancrage.newcomers.queries.staff import staff_of_point, with_stand_ins


class RequestRefused(Refused):
    """The request stays as it is; most often someone else was faster."""


@transaction.atomic
def take(*, case: Case, by: User, at: datetime) -> Case:
    """``by`` follows the dossier from now on. Taking twice changes nothing.

    :raises RequestRefused: when someone else has it, it is closed, or ``by`` declared a tie.
    """
    case = _locked(case)
    if case.agent_id == by.pk:
        return case
    if case.agent is not None:
        raise RequestRefused(_("%(name)s suit déjà ce dossier.") % {"name": case.agent.full_name})
    _give(case, by, by=by, at=at)
    hand_what_is_free(case=case, to=by, left=None, by=by, at=at)
    _record("newcomers.case.taken", case, ["agent", "state"], CaseMoment.TAKEN, by=by, at=at)
    return case


@transaction.atomic
def release(*, case: Case, by: User, at: datetime) -> Case:
    """Put back a request that ``by`` took, before anything was done with it.

    :raises RequestRefused: when it is not theirs, or the person was reached since.
    """
    case = _locked(case)
    if case.agent_id != by.pk:
        raise RequestRefused(_("Cette demande n’est pas à vous."))
    if case.first_contact_at is not None:
        raise RequestRefused(_("La personne a été jointe : confiez plutôt le dossier à quelqu’un d’autre."))
    return give_back(case=case, state=CaseState.REQUESTED, by=by, at=at)


@transaction.atomic
def give_back(*, case: Case, state: CaseState, by: User, at: datetime) -> Case:
    """Nobody follows the dossier any more; whoever did is no longer named, if they were named for that.

    :raises RequestRefused: when it is closed.
    """
    case = _locked(case)
    holder, taken = case.agent, end_assignment(case, at)
    case.agent, case.state = None, state
    case.save(update_fields=["agent", "state"])
    if holder and taken and case.circle.filter(user=holder, until=None, since__gte=taken).exists():
        end_naming(case=case, user=holder, by=by, at=at)
    _record("newcomers.case.released", case, ["agent", "state"], CaseMoment.RELEASED, by=by, at=at)
    return case


@transaction.atomic
def assign(
    *, case: Case, to: User, by: User, at: datetime, is_told: bool = True, with_appointments: bool = True
) -> Case:
    """Give the dossier to ``to``, who works at its service point; they are told, unless the caller does.

    :param with_appointments: ``to`` also meets the person where whoever had it would have, when free at that hour.
    :raises RequestRefused: when closed, theirs already, or for someone of elsewhere or who declared a tie.
    """
    case = _locked(case)
    if case.agent_id == to.pk:
        raise RequestRefused(_("Cette personne suit déjà le dossier."), field="to")
    if not staff_of_point(case.service_point_id, local_day(at)).filter(pk=to.pk).exists():
        raise RequestRefused(_("Cette personne ne travaille pas à ce point de services."), field="to")
    left = case.agent
    if left is not None:
        end_assignment(case, at)
        end_naming(case=case, user=left, by=by, at=at)
    _give(case, to, by=by, at=at)
    hand_what_is_free(case=case, to=to, left=left if with_appointments else None, by=by, at=at)
    _record("newcomers.case.assigned", case, ["agent", "state"], CaseMoment.REASSIGNED, by=by, at=at)
    notify(
        users=with_stand_ins(case, [to], at) if is_told else [],
        kind="newcomers.case.assigned",
        text=messages.assigned(case),
        path=messages.case_path(case),
        at=at,
    )
    return case


@transaction.atomic
def note_first_contact(*, case: Case, channel: str, is_reached: bool, text: str, by: User, at: datetime) -> ContactNote:
    """Note a first try at reaching the person. The clock stops only when they were reached.

    A request that nobody has is taken by whoever reaches the person.

    :raises RequestRefused: when the first contact was made already, or someone else has the request.
    """
    case = _locked(case)
    if case.first_contact_at is not None:
        raise RequestRefused(_("Le premier contact est déjà noté."))
    if case.agent_id is None:
        case = take(case=case, by=by, at=at)
    elif case.agent_id != by.pk:
        raise RequestRefused(_("%(name)s suit déjà ce dossier.") % {"name": case.agent.full_name if case.agent else ""})
    usual = _("Premier contact : la personne a été jointe.") if is_reached else _("Premier contact : sans réponse.")
    note = write_note(
        case=case,
        text=text.strip() or usual,
        channel=channel,
        is_reached=is_reached,
        is_restricted=False,
        happened_at=at,
        by=by,
        at=at,
    )
    if is_reached:
        case.first_contact_at = at
        case.save(update_fields=["first_contact_at"])
        _record("newcomers.case.contacted", case, ["first_contact_at"], CaseMoment.CONTACTED, by=by, at=at)
    return note


@transaction.atomic
def undo_first_contact(*, note: ContactNote, by: User, at: datetime) -> Case:
    """Take back a first contact noted by mistake: the note is struck and the clock runs again.

    :raises RequestRefused: when it is not the one that stopped the clock, or someone else's.
    """
    case = _locked(note.case)
    if note.by_id != by.pk or case.first_contact_at != note.at:
        raise RequestRefused(_("Ce premier contact ne peut plus être annulé."))
    strike_note(note=note, by=by, at=at)
    case.first_contact_at = None
    case.save(update_fields=["first_contact_at"])
    about = [case.pk, case.person_id]
    record("newcomers.case.contact_undone", by=by, on=case, at=at, fields=["first_contact_at"], about=about)
    return case


def _locked(case: Case) -> Case:
    # Locked alone: a row joined to it would still show whom it had before the wait.
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise RequestRefused(_("Ce dossier est fermé."))
    return case


def _give(case: Case, agent: User, *, by: User, at: datetime) -> None:
    if case.ties.filter(user=agent).exists():
        raise RequestRefused(_("Cette personne a déclaré un lien avec la personne du dossier."), field="to")
    case.agent, case.state = agent, CaseState.ACTIVE
    case.save(update_fields=["agent", "state"])
    begin_assignment(case, agent, at)
    keep_named(case=case, user=agent, by=by, at=at)
    plan_follow_ups(case=case, at=at)


def _record(verb: str, case: Case, fields: list[str], kind: CaseMoment, *, by: User, at: datetime) -> None:
    CaseTransition.objects.create(case=case, at=at, by=by, kind=kind)
    record(verb, by=by, on=case, at=at, fields=fields, about=[case.pk, case.person_id], region=case.region.code)
