from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import Assignment, User
from ancrage.accounts.roles import Place, Role, find_role
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.territory.dated import from_day
from ancrage.territory.models import Directorate, Region, ServicePoint, Team

AnyPlace = ServicePoint | Region | Directorate
_KINDS: dict[Place, type[AnyPlace]] = {
    Place.SERVICE_POINT: ServicePoint,
    Place.REGION: Region,
    Place.DIRECTORATE: Directorate,
}


class AssignmentRefused(Refused):
    """The assignment cannot be given, or ended, as asked."""


@transaction.atomic
def assign(
    *,
    user: User,
    role: str,
    place: AnyPlace | None,
    team: Team | None = None,
    start: date,
    before: date | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Charge ``user`` with ``role`` at ``place``, in ``team`` if any, from ``start``, up to but without ``before``.

    :raises AssignmentRefused: for a closed account, an unknown role, the wrong kind of account or place, a team of another
        place, or a second time.
    """
    found = find_role(role)
    if found is None:
        raise AssignmentRefused(_("Ce rôle n’existe pas."), field="role")
    if found.kind != user.kind:
        raise AssignmentRefused(_("Ce rôle n’est pas pour ce genre de compte."), field="role")
    if not user.is_active:
        raise AssignmentRefused(_("Ce compte est fermé : il ne reçoit plus de rôle."))
    if before is not None and before <= start:
        raise AssignmentRefused(_("La fin doit suivre le début."), field="before")
    placed = _placed(found, place, start)
    if team is not None and (team.service_point != place or not team.is_on(start)):
        raise AssignmentRefused(_("Cette équipe n’est pas à cet endroit à la date de début."), field="team")
    assignment = Assignment(user=user, role=role, team=team, during=from_day(start, before), **placed)
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as error:
        raise AssignmentRefused(_("Cette personne a déjà ce rôle à cet endroit pendant cette période.")) from error
    record(
        "accounts.assignment.given",
        by=by,
        on=assignment,
        at=at,
        about=[user.pk],
        fields=["role", "place", "team", "during"],
    )
    return assignment


@transaction.atomic
def end_assignment(*, assignment_id: UUID, before: date, by: Actor, at: datetime) -> Assignment:
    """End an assignment: ``before`` is the first day without it.

    :raises AssignmentRefused: when it would end before it starts, or is already ended earlier.
    """
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment_id)
    if before <= assignment.starts_on:
        raise AssignmentRefused(_("La fin doit suivre le début."), field="before")
    if assignment.ends_before and assignment.ends_before < before:
        raise AssignmentRefused(_("Cette affectation finit déjà plus tôt."), field="before")
    assignment.during = from_day(assignment.starts_on, before)
    assignment.save(update_fields=["during"])
    record("accounts.assignment.ended", by=by, on=assignment, at=at, about=[assignment.user_id], fields=["during"])
    return assignment


def _placed(role: Role, place: AnyPlace | None, start: date) -> dict[str, AnyPlace]:
    """The place under the name of its field, once it is of the kind the role asks for and there on that day."""
    if role.place is Place.NONE:
        if place is not None:
            raise AssignmentRefused(_("Ce rôle ne se tient pas à un endroit précis."), field="place")
        return {}
    if not isinstance(place, _KINDS[role.place]):
        raise AssignmentRefused(_wanted(role.place), field="place")
    if not isinstance(place, Region) and not place.is_on(start):
        raise AssignmentRefused(_("Cet endroit n’existe pas à la date de début."), field="place")
    return {role.place.value: place}


def _wanted(kind: Place) -> str:
    return {
        Place.SERVICE_POINT: _("Ce rôle se tient à un point de services : choisissez lequel."),
        Place.REGION: _("Ce rôle se tient dans une région : choisissez laquelle."),
        Place.DIRECTORATE: _("Ce rôle se tient dans une direction : choisissez laquelle."),
    }[kind]
