"""The file of an employer is opened, changed, given to someone to follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.models import Organization, OrganizationKind
from ancrage.employers.models import Contact, Employer, EmployerAssignment, Establishment
from ancrage.employers.queries.neq import neq_fault
from ancrage.territory.models import Municipality, Region

_OF_ORGANIZATION: Final = {"name": "name", "other_name": "short_name", "website": "website"}
_UNIQUE_NEQ: Final = "employers_employer_neq"


class EmployerRefused(Refused):
    """The file stays as it is, or is not opened."""


@dataclass(frozen=True)
class Opening:
    """What is entered to open a file.

    :param organization: the one of the directory it is about, when it is there already; else one is entered, private.
    :param facts: the columns of ``Employer``, and ``other_name`` and ``website`` of its organisation.
    :param contact: the columns of ``Contact``; without a name, nobody is entered.
    """

    region: Region
    name: str
    municipality: Municipality
    neq: str = ""
    no_neq_reason: str = ""
    organization: Organization | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def open_employer(*, opening: Opening, adviser: User | None, by: Actor, at: datetime) -> Employer:
    """Open the file of an employer, with its main establishment.

    :raises EmployerRefused: for a NEQ that is wrong, taken or struck off, or absent without a reason.
    """
    if fault := neq_fault(opening.neq):
        raise EmployerRefused(fault, field="neq")
    if not opening.neq and not opening.no_neq_reason:
        raise EmployerRefused(_("Sans NEQ, dites pourquoi : la fiche est alors comptée à part."), field="no_neq_reason")
    facts = {name: value for name, value in opening.facts.items() if name not in _OF_ORGANIZATION}
    employer = Employer(
        organization=opening.organization or _organization(opening, at),
        region=opening.region,
        neq=opening.neq or None,
        no_neq_reason="" if opening.neq else opening.no_neq_reason,
        opened_at=at,
        changed_at=at,
        **facts,
    )
    _save(employer)
    Establishment.objects.create(employer=employer, municipality=opening.municipality, is_main=True)
    if opening.contact.get("name"):
        Contact.objects.create(employer=employer, is_main=True, **opening.contact)
    record("employers.employer.opened", by=by, on=employer, at=at, region=opening.region.code)
    if adviser is not None:
        assign(employer=employer, adviser=adviser, by=by, at=at)
    return employer


@transaction.atomic
def change_employer(*, employer: Employer, values: Mapping[str, Any], by: Actor, at: datetime) -> list[str]:
    """Write what differs. Returns the names of what changed.

    :param values: the columns of ``Employer`` and ``name``, ``other_name``, ``website`` of its organisation.
    :raises EmployerRefused: for a NEQ that is wrong, taken or struck off, or absent without a reason.
    """
    held = Employer.objects.select_for_update(of=("self",)).select_related("organization", "region").get(pk=employer.pk)
    values = {**values, "neq": values.get("neq") or None} if "neq" in values else values
    if values.get("neq") and (fault := neq_fault(values["neq"], held=held)):
        raise EmployerRefused(fault, field="neq")
    if "neq" in values and not values["neq"] and not values.get("no_neq_reason"):
        raise EmployerRefused(_("Sans NEQ, dites pourquoi : la fiche est alors comptée à part."), field="no_neq_reason")
    changed = []
    for name, value in values.items():
        row = held.organization if name in _OF_ORGANIZATION else held
        column = _OF_ORGANIZATION.get(name, name)
        if getattr(row, column) != value:
            setattr(row, column, value)
            changed.append(name)
    if changed:
        held.changed_at = at
        _save(held)
        if _OF_ORGANIZATION.keys() & set(changed):
            held.organization.modified_at = at
            held.organization.save()
        record("employers.employer.changed", by=by, on=held, at=at, fields=changed, region=held.region.code)
    return changed


@transaction.atomic
def assign(*, employer: Employer, adviser: User | None, by: Actor, at: datetime) -> None:
    """``adviser`` follows the employer from today; nobody does, without one."""
    held = Employer.objects.select_for_update(of=("self",)).select_related("region").get(pk=employer.pk)
    if held.adviser == adviser:
        return
    _end_assignment(held, at)
    if adviser is not None:
        EmployerAssignment.objects.create(employer=held, adviser=adviser, during=DateRange(local_day(at), None))
    held.adviser = employer.adviser = adviser
    held.save(update_fields=["adviser"])
    record("employers.employer.assigned", by=by, on=held, at=at, fields=["adviser"], region=held.region.code)


def _end_assignment(employer: Employer, at: datetime) -> None:
    """That of today leaves no trace when it began today: a day has one adviser."""
    held = EmployerAssignment.objects.filter(employer=employer, during__upper_inf=True).first()
    if held is None:
        return
    if held.during.lower >= local_day(at):
        held.delete()
    else:
        held.during = DateRange(held.during.lower, local_day(at))
        held.save(update_fields=["during"])


@transaction.atomic
def give_employers_back(user: User, *, by: Actor, at: datetime) -> None:
    """Whoever leaves follows no employer: they wait for someone."""
    for employer in Employer.objects.filter(adviser=user).order_by("pk"):
        assign(employer=employer, adviser=None, by=by, at=at)


def _organization(opening: Opening, at: datetime) -> Organization:
    facts = {column: opening.facts[name] for name, column in _OF_ORGANIZATION.items() if opening.facts.get(name)}
    return Organization.objects.create(
        name=opening.name,
        kind=OrganizationKind.BUSINESS,
        region=opening.region,
        municipality=opening.municipality,
        is_public=False,
        created_at=at,
        modified_at=at,
        **facts,
    )


def _save(employer: Employer) -> None:
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as error:
        if _UNIQUE_NEQ in str(error):
            raise EmployerRefused(_("Une fiche porte déjà ce NEQ."), field="neq") from error
        raise
