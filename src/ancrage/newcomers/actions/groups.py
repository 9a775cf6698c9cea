"""Dossiers in a cohort: a seat or a place in line, who came to which block, the attestation."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.agenda.actions.groups import hold_block, locked_cohort
from ancrage.agenda.models import Block, Cohort
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.messages import groups as messages
from ancrage.newcomers.models import Attendance, Case, CaseState, Inscription
from ancrage.newcomers.queries.groups import NOT_HELD
from ancrage.newcomers.queries.staff import told_of


class GroupRefused(Refused):
    """The inscription, the attendance or the attestation cannot be so."""


@transaction.atomic
def inscribe(*, case: Case, cohort: Cohort, by: User, at: datetime) -> Inscription:
    """Give the first free seat, else a place in line.

    Two at once for the last seat: one has it, the other waits in line.

    :raises GroupRefused: for a closed dossier, or one that is in the cohort already.
    """
    cohort = locked_cohort(cohort)
    case = Case.objects.select_for_update(of=("self",)).select_related("region").get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise GroupRefused(_("Ce dossier est fermé : rouvrez-le pour l’inscrire."))
    if Inscription.objects.current().filter(cohort=cohort, case=case).exists():
        raise GroupRefused(_("Ce dossier est déjà inscrit à cette série."))
    made = Inscription.objects.create(cohort=cohort, case=case, seat=_free_seat(cohort), asked_at=at, asked_by=by)
    _record("inscribed", made, by=by, at=at)
    return made


@transaction.atomic
def withdraw(*, inscription: Inscription, by: User, at: datetime) -> None:
    """Out of the cohort: the first in line takes the seat, and those who answer for that dossier are told.

    :raises GroupRefused: once attested, or when it is out already.
    """
    held = _locked(inscription)
    if held.withdrawn_at or held.attestation:
        raise GroupRefused(_("Cette inscription ne se retire plus."))
    seat, held.seat, held.withdrawn_at = held.seat, None, at
    held.save(update_fields=["seat", "withdrawn_at"])
    _record("withdrawn", held, by=by, at=at, fields=["seat", "withdrawn_at"])
    if seat:
        _call_next(held.cohort, by=by, at=at)


@transaction.atomic
def inscribe_again(*, inscription: Inscription, by: User, at: datetime) -> Inscription:
    """Undo ``withdraw``: a seat if one is free, else the same rank in line.

    :raises GroupRefused: when the dossier was inscribed again meanwhile, or is closed.
    """
    held = _locked(inscription)
    if held.withdrawn_at is None:
        return held
    if held.case.state == CaseState.CLOSED:
        raise GroupRefused(_("Ce dossier est fermé : rouvrez-le pour l’inscrire."))
    held.withdrawn_at, held.seat = None, _free_seat(held.cohort)
    try:
        with transaction.atomic():
            held.save(update_fields=["seat", "withdrawn_at"])
    except IntegrityError as error:
        raise GroupRefused(_("Ce dossier est déjà inscrit à cette série.")) from error
    _record("inscribed", held, by=by, at=at, fields=["seat", "withdrawn_at"])
    return held


@transaction.atomic
def leave_groups(*, case: Case, by: User, at: datetime) -> None:
    """A dossier that closes leaves its seat in what is still to come; what it attended stays."""
    ahead = Inscription.objects.current().filter(
        case=case, attestation=None, cohort__blocks__appointment__during__endswith__gt=at
    )
    for one in Inscription.objects.filter(pk__in=ahead.values("pk")).order_by("pk"):
        withdraw(inscription=one, by=by, at=at)


@transaction.atomic
def carry_seats_on(*, case: Case, to: Case, by: User, at: datetime) -> list[Inscription]:
    """The seats of a dossier go on in another of the same person, but where it has one. Of a restricted one, none do."""
    if case.is_restricted:
        return []
    held = to.inscriptions.current().values("cohort")
    followed = case.inscriptions.current().exclude(cohort__in=held).order_by("pk")
    return [_put_in(one, to, by=by, at=at) for one in list(followed)]


@transaction.atomic
def bring_seats_back(*, inscriptions: Collection[str], to: Case, by: User, at: datetime) -> None:
    """Undo ``carry_seats_on``, of what was not withdrawn since."""
    for one in Inscription.objects.current().filter(pk__in=inscriptions).order_by("pk"):
        _put_in(one, to, by=by, at=at)


@transaction.atomic
def note_attendance(*, block: Block, said: Mapping[UUID, bool | None], by: User, at: datetime) -> int:
    """Who came, by inscription: True, False, or None to unsay it. Returns how many rows changed.

    :raises GroupRefused: before the day, for a block not held, or for someone without a seat in its cohort.
    """
    appointment = block.appointment
    if appointment.state in NOT_HELD:
        raise GroupRefused(_("Ce bloc est annulé."))
    if local_day(at) < local_day(appointment.starts_at):
        raise GroupRefused(_("La présence s’inscrit à partir du jour du bloc."))
    locked_cohort(block.cohort)
    seated = Inscription.objects.seated().filter(cohort=block.cohort, pk__in=said).select_related("case__region")
    rows = {one.pk: one for one in seated.order_by("pk")}
    if len(rows) < len(said):
        raise GroupRefused(_("Quelqu’un n’est plus inscrit à cette série : voici ceux qui le sont."))
    known = {
        one.inscription_id: one for one in Attendance.objects.filter(block=block, inscription__in=rows).order_by("pk")
    }
    changed = [pk for pk, is_present in said.items() if is_present != (known[pk].is_present if pk in known else None)]
    for pk in changed:
        _note(known.get(pk), rows[pk], block, is_present=said[pk], by=by, at=at)
    if changed:
        hold_block(block=block, is_held=block.attendances.exists(), by=by, at=at)
        about = [key for pk in changed for key in (rows[pk].case_id, rows[pk].case.person_id)]
        region = block.cohort.service_point.region.code
        record("newcomers.attendance.noted", by=by, on=block, at=at, about=about, region=region)
    return len(changed)


@transaction.atomic
def attest(*, inscription: Inscription, by: User, at: datetime) -> Inscription:
    """Number and date the attestation. Doing it twice changes nothing.

    :raises GroupRefused: without a seat, or when the person did not come to enough blocks.
    """
    held = _locked(inscription)
    if held.attestation:
        return held
    came = held.attendances.filter(is_present=True).exclude(block__appointment__state__in=NOT_HELD).count()
    if not held.seat or came < held.cohort.required_blocks:
        raise GroupRefused(_("La personne n’est pas venue à assez de blocs pour l’attestation."))
    held.attestation = f"{local_day(at).year}-{held.pk.hex[-8:].upper()}"
    held.attested_at, held.attested_by = at, by
    held.save(update_fields=["attestation", "attested_at", "attested_by"])
    _record("attested", held, by=by, at=at, fields=["attestation"])
    return held


def _note(
    known: Attendance | None, row: Inscription, block: Block, *, is_present: bool | None, by: User, at: datetime
) -> None:
    if row.attestation:
        raise GroupRefused(_("L’attestation est délivrée : les présences de cette personne ne changent plus."))
    if is_present is None:
        if known:
            known.delete()
        return
    values = {"is_present": is_present, "noted_at": at, "noted_by": by}
    Attendance.objects.update_or_create(inscription=row, block=block, defaults=values)


def _put_in(inscription: Inscription, case: Case, *, by: User, at: datetime) -> Inscription:
    held = _locked(inscription)
    held.case = case
    held.save(update_fields=["case"])
    _record("carried_on", held, by=by, at=at, fields=["case"])
    return held


def _locked(inscription: Inscription) -> Inscription:
    cohort = locked_cohort(inscription.cohort)
    rows = Inscription.objects.select_for_update(of=("self",)).select_related("case__region", "case__person")
    held = rows.get(pk=inscription.pk)
    held.cohort = cohort
    return held


def _free_seat(cohort: Cohort) -> int | None:
    """The lowest one; whoever waits comes first."""
    rows = Inscription.objects.current().filter(cohort=cohort)
    if rows.filter(seat=None).exists():
        return None
    taken = set(rows.values_list("seat", flat=True))
    return next((seat for seat in range(1, cohort.seats + 1) if seat not in taken), None)


def _call_next(cohort: Cohort, *, by: User, at: datetime) -> None:
    first = Inscription.objects.waiting().filter(cohort=cohort).select_related("case__region").first()
    if first is None:
        return
    taken = set(Inscription.objects.seated().filter(cohort=cohort).values_list("seat", flat=True))
    first.seat = next(seat for seat in range(1, cohort.seats + 1) if seat not in taken)
    first.save(update_fields=["seat"])
    _record("seated", first, by=by, at=at, fields=["seat"])
    path = messages.groups_path(first.case)
    for user in told_of(first.case, local_day(at)):
        notify(users=[user], kind="newcomers.group", text=messages.seated(user), path=path, at=at)


def _record(verb: str, row: Inscription, *, by: User, at: datetime, fields: list[str] | None = None) -> None:
    about, region = [row.case_id, row.case.person_id], row.case.region.code
    record(f"newcomers.inscription.{verb}", by=by, on=row, at=at, fields=fields or [], about=about, region=region)
