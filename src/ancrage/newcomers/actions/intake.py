"""A person enters Ancrage, or comes back: their dossier is opened where they go, and its clock starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.actors import Actor
from ancrage.core.dates import add_working_days, local_day
from ancrage.core.text import name_key
from ancrage.newcomers.actions.languages import add_level, add_service_language
from ancrage.newcomers.actions.statuses import add_status
from ancrage.newcomers.models import (
    Case,
    CaseMoment,
    CaseState,
    CaseTransition,
    Household,
    HouseholdMember,
    Person,
)
from ancrage.plans.models import ActionPlan
from ancrage.territory.actions.references import next_reference
from ancrage.territory.dated import from_day
from ancrage.territory.models import Municipality, ServicePoint

FIRST_CONTACT_DAYS: Final = 5
"""Working days within which a request is answered (objective announced in 2019)."""


class RegistrationRefused(Refused):
    """Nothing was written of the person."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the agent knows of someone new. The last three hold the arguments of the actions of their names."""

    person: Mapping[str, Any]
    has_family: bool = False
    status: Mapping[str, Any] = field(default_factory=dict)
    level: Mapping[str, Any] = field(default_factory=dict)
    language: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def register(
    *, case_id: UUID, entry: Entry, service_point: ServicePoint, searched_at: datetime, by: User, at: datetime
) -> Case:
    """Enter someone and open their dossier at ``service_point``. All of it is written, or nothing.

    :param case_id: the key of the dossier to come, given by the search: sent twice, it opens one.
    :param searched_at: when the duplicates were looked for; someone like them entered since is a refusal.
    :raises RegistrationRefused: without a name, for dates that contradict each other, or like someone just entered.
    :raises Refused: what the actions on status, French level and language of service refuse.
    """
    person = Person(**entry.person, created_at=at)
    if (already := opened_before(case_id, by)) is not None:
        return same_person(already, person)
    check_person(person, at)
    _refuse_if_just_entered(person, searched_at)
    person.save(force_insert=True)
    case = open_at(case_id, person, service_point, by=by, at=at)
    if entry.status:
        add_status(case=case, **entry.status, by=by, at=at)
    if entry.level:
        add_level(case=case, **entry.level, by=by, at=at)
    if entry.language:
        add_service_language(case=case, **entry.language, by=by, at=at)
    if entry.has_family:
        household = Household.objects.create(created_at=at)
        HouseholdMember.objects.create(household=household, person=person, during=from_day(local_day(at)))
    return case


@transaction.atomic
def open_case(
    *,
    case_id: UUID,
    person: Person,
    municipality: Municipality | None,
    service_point: ServicePoint,
    by: User,
    at: datetime,
) -> Case:
    """Open a dossier for someone already entered, who has none open, and goes to ``municipality`` now.

    :raises RegistrationRefused: when one is open, here or elsewhere.
    """
    if (already := opened_before(case_id, by)) is not None:
        return same_person(already, person)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    case = open_at(case_id, person, service_point, by=by, at=at)
    if municipality is not None and municipality.pk != person.municipality_id:
        person.municipality, person.revision = municipality, person.revision + 1
        person.save(update_fields=["municipality", "revision"])
        about = [case.pk, person.pk]
        record("newcomers.person.edited", by=by, on=person, at=at, fields=["municipality"], about=about)
    return case


def opened_before(case_id: UUID, by: Actor) -> Case | None:
    """The dossier that the same slip opened a moment ago. The lock makes the second of two clicks wait for the first."""
    _lock(str(case_id))
    opened = CaseTransition.objects.filter(case=case_id, kind=CaseMoment.REQUESTED, by=_account(by))
    cases = Case.objects.select_related("person", "region", "service_point")
    return cases.filter(pk=case_id, pk__in=opened.values("case")).first()


def same_person(opened: Case, person: Person) -> Case:
    """The dossier opened before, when it is that of ``person``: a page one came back to may have been rewritten."""
    if opened.person.full_name != person.full_name:
        raise RegistrationRefused(_("Cette page a déjà servi à inscrire quelqu’un d’autre. Refaites une recherche."))
    return opened


def open_at(case_id: UUID, person: Person, service_point: ServicePoint, *, by: Actor, at: datetime) -> Case:
    """Open the dossier of ``person``, already written: its reference, its clock, its first moment."""
    if not service_point.is_on(local_day(at)):
        raise RegistrationRefused(_("Ce point de services n’est pas ouvert."), field="service_point")
    reference = next_reference(service_point.region, at=at)
    case = new_case(person, service_point, reference, ActionPlan.objects.create(), at=at)
    case.pk = case_id
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise RegistrationRefused(_("Cette personne a déjà un dossier ouvert.")) from error
    moment_of(case, by=by, at=at).save(force_insert=True)
    record("newcomers.case.opened", by=by, on=case, at=at, about=[case.pk, person.pk], region=case.region.code)
    return case


def new_case(person: Person, service_point: ServicePoint, reference: str, plan: ActionPlan, *, at: datetime) -> Case:
    """A dossier asked for at ``at``, its clock started, not written yet."""
    return Case(
        reference=reference,
        person=person,
        region=service_point.region,
        service_point=service_point,
        state=CaseState.REQUESTED,
        requested_at=at,
        first_contact_due_on=add_working_days(local_day(at), FIRST_CONTACT_DAYS),
        plan=plan,
    )


def moment_of(case: Case, *, by: Actor, at: datetime) -> CaseTransition:
    """The first moment of ``case``, not written yet."""
    return CaseTransition(case=case, at=at, by=_account(by), kind=CaseMoment.REQUESTED, to_point=case.service_point)


def _account(by: Actor) -> User | None:
    return by if isinstance(by, User) else None


def check_person(person: Person, at: datetime) -> None:
    """What the form could not see.

    :raises RegistrationRefused: without a name, or for dates that contradict each other.
    """
    day = local_day(at)
    if person.birth_on and person.birth_on > day:
        raise RegistrationRefused(_("Cette date n’est pas encore passée."), field="birth_on")
    if person.arrived_on and person.arrived_on > day:
        raise RegistrationRefused(_("Cette date est à venir : inscrivez-la comme arrivée prévue."), field="arrived_on")
    try:
        person.full_clean()
    except ValidationError as error:
        fields = [name for name in error.message_dict if name != "__all__"]
        raise RegistrationRefused(error.messages[0], field=fields[0] if fields else None) from error


def _refuse_if_just_entered(person: Person, searched_at: datetime) -> None:
    """Two agents enter the same person at once: the second waits for the first, then is told."""
    heard = name_key(f"{person.given_names} {person.family_names} {person.other_names}")
    _lock(f"{' '.join(sorted(heard.split()))} {person.birth_on}")
    twins = Person.objects.filter(created_at__gte=searched_at, birth_on=person.birth_on)
    twins = twins.exclude(cases__is_restricted=True)
    wanted = sorted(heard.split())
    if wanted and any(sorted(name.split()) == wanted for name in twins.values_list("heard_name", flat=True)):
        raise RegistrationRefused(
            _("Une personne du même nom et de la même date de naissance vient d’être inscrite. Refaites la recherche.")
        )


def _lock(text: str) -> None:
    """Make whoever says the same ``text`` wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [text])
