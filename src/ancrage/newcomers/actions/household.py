from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.models import Case, Household, HouseholdMember, Person, Relation
from ancrage.territory.dated import from_day


class HouseholdRefused(Refused):
    """The household stays as it is."""


@transaction.atomic
def add_member(
    *, case: Case, person: Person, relation: Relation, since: date, by: Actor, at: datetime
) -> HouseholdMember:
    """Have ``person`` live with the person of ``case``, in the household of either, or a new one.

    :raises HouseholdRefused: for the person alone, a day to come, or two households at once.
    """
    if person == case.person:
        raise HouseholdRefused(_("C’est la personne de ce dossier."), field="person")
    if since > local_day(at):
        raise HouseholdRefused(_("Cette date n’est pas encore passée."), field="since")
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk, case.person_id]).order_by("pk"))
    ours, theirs = _held(case.person, at), _held(person, at)
    if ours and theirs:
        together = ours.household_id == theirs.household_id
        raise HouseholdRefused(
            _("Cette personne fait déjà partie de ce ménage.")
            if together
            else _("Cette personne fait déjà partie d’un autre ménage : inscrivez d’abord son départ."),
            field="person",
        )
    home = (ours or theirs).household if ours or theirs else Household.objects.create(created_at=at)  # type: ignore[union-attr]
    if not ours:
        _join(home, case.person, Relation.ADULT, since, case, by=by, at=at)
    return theirs or _join(home, person, relation, since, case, by=by, at=at)


@transaction.atomic
def register_member(
    *,
    case: Case,
    given_names: str,
    family_names: str,
    birth_on: date | None,
    relation: Relation,
    since: date,
    by: Actor,
    at: datetime,
) -> HouseholdMember:
    """Write down someone who has no dossier, a child often, and add them to the household.

    :raises HouseholdRefused: as ``add_member``, and for a birth to come or after joining.
    """
    if birth_on and birth_on > since:
        raise HouseholdRefused(_("Cette date précède la naissance."), field="since")
    person = Person.objects.create(given_names=given_names, family_names=family_names, birth_on=birth_on, created_at=at)
    fields = ["given_names", "family_names", "birth_on"]
    _record("newcomers.person.registered", case, person, fields, person=person, by=by, at=at)
    return add_member(case=case, person=person, relation=relation, since=since, by=by, at=at)


@transaction.atomic
def edit_member(
    *, case: Case, member: HouseholdMember, relation: Relation, since: date, by: Actor, at: datetime
) -> HouseholdMember:
    """Correct what someone is to the household, and since when.

    :raises HouseholdRefused: a day to come, after they left, or during another household of theirs.
    """
    member = _locked(member)
    if since > local_day(at):
        raise HouseholdRefused(_("Cette date n’est pas encore passée."), field="since")
    if member.during.upper is not None and since >= member.during.upper:
        raise HouseholdRefused(_("L’arrivée dans le ménage suit le départ."), field="since")
    during = from_day(since, member.during.upper)
    _refuse_overlap(member.person, during, but=member)
    member.relation, member.during = relation, during
    member.save(update_fields=["relation", "during"])
    _record("newcomers.household.edited", case, member, ["relation", "during"], person=member.person, by=by, at=at)
    return member


@transaction.atomic
def leave(*, case: Case, member: HouseholdMember, on: date, by: Actor, at: datetime) -> HouseholdMember:
    """Note that someone lives there no longer, ``on`` being their last day.

    :raises HouseholdRefused: before they joined, on a day to come, or when they left already.
    """
    member = _locked(member)
    if member.during.upper is not None:
        raise HouseholdRefused(_("Cette personne a déjà quitté le ménage."))
    if on < member.during.lower:
        raise HouseholdRefused(_("Le départ précède l’arrivée dans le ménage."), field="on")
    if on > local_day(at):
        raise HouseholdRefused(_("Cette date n’est pas encore passée."), field="on")
    member.during = from_day(member.during.lower, on + timedelta(days=1))
    member.save(update_fields=["during"])
    _record("newcomers.household.left", case, member, ["during"], person=member.person, by=by, at=at)
    return member


def _held(person: Person, at: datetime) -> HouseholdMember | None:
    """Where the person lives today, or from a day to come."""
    day = local_day(at)
    return person.memberships.select_related("household").filter(during__endswith__gt=day).first() or (
        person.memberships.select_related("household").filter(during__upper_inf=True).first()
    )


def _join(
    home: Household, person: Person, relation: Relation, since: date, case: Case, *, by: Actor, at: datetime
) -> HouseholdMember:
    during = from_day(since)
    _refuse_overlap(person, during)
    member = HouseholdMember.objects.create(household=home, person=person, relation=relation, during=during)
    _record("newcomers.household.joined", case, member, ["relation", "during"], person=person, by=by, at=at)
    return member


def _refuse_overlap(person: Person, during: object, *, but: HouseholdMember | None = None) -> None:
    others = person.memberships.filter(during__overlap=during)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise HouseholdRefused(_("Cette personne fait déjà partie d’un ménage à ces dates."), field="since")


def _locked(member: HouseholdMember) -> HouseholdMember:
    return HouseholdMember.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)


def _record(
    verb: str, case: Case, on: Person | HouseholdMember, fields: list[str], *, person: Person, by: Actor, at: datetime
) -> None:
    about = [case.pk, case.person_id, person.pk]
    record(verb, by=by, on=on, at=at, fields=fields, about=about, region=case.region.code)
