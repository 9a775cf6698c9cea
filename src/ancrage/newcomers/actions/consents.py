from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.models import Organization
from ancrage.newcomers.messages import consents as messages
from ancrage.newcomers.models import (
    Case,
    CollectionNotice,
    Consent,
    ConsentMode,
    GivenBy,
    Person,
    Purpose,
    Shared,
)
from ancrage.newcomers.queries.consents import ages_on, ask_again_on, may_be_given_by
from ancrage.newcomers.queries.staff import told_of, with_stand_ins
from ancrage.referrals.actions.withdrawing import stop_sharing
from ancrage.referrals.models import Referral, ReferralState


class ConsentRefused(Refused):
    """The consent is not written, or not withdrawn."""


@transaction.atomic
def give(
    *,
    case: Case,
    notice: CollectionNotice,
    purposes: Iterable[Purpose],
    shared: Iterable[Shared],
    organizations: Iterable[Organization],
    mode: ConsentMode,
    given_by: GivenBy,
    giver_name: str,
    giver_title: str,
    given_at: datetime,
    ends_on: date | None,
    by: User,
    at: datetime,
) -> Consent:
    """Write down what the person, or whoever may for them, agreed to under ``notice``.

    No organisation named means those chosen with the person, each time.

    :raises ConsentRefused: given by someone who may not at that age, unnamed, empty, or on impossible days.
    """
    person = case.person
    purposes, shared, organizations = list(purposes), list(shared), list(organizations)
    _check_content(purposes, shared)
    _check_days(person, notice, given_at, ends_on, at)
    again = _check_giver(person, given_by, giver_name, giver_title, local_day(given_at))
    consent = Consent.objects.create(
        case=case,
        notice=notice,
        purposes=purposes,
        shared=shared,
        mode=mode,
        given_by=given_by,
        giver_name=giver_name,
        giver_title=giver_title,
        given_at=given_at,
        ends_on=ends_on,
        ask_again_on=again,
        recorded_by=by,
    )
    consent.organizations.set(organizations)
    fields = ["notice", "purposes", "shared", "organizations", "mode", "given_by", "ends_on", "ask_again_on"]
    _record("newcomers.consent.given", consent, case, fields, by=by, at=at)
    return consent


@transaction.atomic
def withdraw(*, consent: Consent, by: User, at: datetime) -> Consent:
    """The person changes their mind: every referral under this consent stops being shared, now.

    :raises ConsentRefused: when it is withdrawn already.
    """
    consent = _locked(consent)
    if consent.withdrawn_at is not None:
        raise ConsentRefused(_("Ce consentement est déjà retiré."))
    _stop(consent, by=by, at=at)
    consent.withdrawn_at = max(at, consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
    _record("newcomers.consent.withdrawn", consent, consent.case, ["withdrawn_at"], by=by, at=at)
    return consent


@transaction.atomic
def stop_over(*, consent: Consent, by: Actor, at: datetime) -> None:
    """Stop what is shared under a consent that ended, or is to be asked again; its dossier's agent is told.

    Nothing happens while it is in force.
    """
    consent = _locked(consent)
    if consent.is_in_force(local_day(at)):
        return
    _stop(consent, by=by, at=at)
    case = consent.case
    text, path = messages.over(case), messages.consents_path(case)
    told = with_stand_ins(case, told_of(case, local_day(at)), at)
    notify(users=told, kind="newcomers.consent_over", text=text, path=path, at=at)
    _record("newcomers.consent.over", consent, case, [], by=by, at=at)


@transaction.atomic
def review_ages(*, person: Person, by: Actor, at: datetime) -> None:
    """The date of birth was corrected: each consent is asked again on the day that this one gives.

    One given by someone who may not at that age is asked again today, and what is shared under it stops.
    """
    held = Consent.objects.select_for_update(of=("self",)).select_related("case__region")
    for consent in held.filter(case__person=person, withdrawn_at=None).order_by("pk"):
        again, held_until_now = _asked_again(consent, person, local_day(at)), consent.is_in_force(local_day(at))
        if again == consent.ask_again_on:
            continue
        consent.ask_again_on = again
        consent.save(update_fields=["ask_again_on"])
        _record("newcomers.consent.reviewed", consent, consent.case, ["ask_again_on"], by=by, at=at)
        if held_until_now:
            stop_over(consent=consent, by=by, at=at)


def _asked_again(consent: Consent, person: Person, today: date) -> date | None:
    given_on = local_day(consent.given_at)
    ages = ages_on(given_on)
    if GivenBy(consent.given_by) not in may_be_given_by(person, given_on, ages):
        return today
    return ask_again_on(person.birth_on, given_on, ages)


def _stop(consent: Consent, *, by: Actor, at: datetime) -> None:
    under = Referral.objects.filter(case_tie__consent=consent, state__in=[ReferralState.DRAFT, *ReferralState.live()])
    for referral in under.order_by("pk"):
        stop_sharing(referral=referral, by=by, at=at)


def _check_content(purposes: list[Purpose], shared: list[Shared]) -> None:
    if not purposes:
        raise ConsentRefused(_("Inscrivez au moins une fin."), field="purposes")
    if Purpose.REFERRAL in purposes and not shared:
        raise ConsentRefused(_("Inscrivez ce que la personne accepte de communiquer."), field="shared")


def _check_days(
    person: Person, notice: CollectionNotice, given_at: datetime, ends_on: date | None, at: datetime
) -> None:
    if given_at > at:
        raise ConsentRefused(_("Ce moment n’est pas encore passé."), field="given_on")
    if given_at < notice.published_at:
        raise ConsentRefused(_("Cette version de l’avis n’existait pas encore."), field="given_on")
    if person.birth_on and local_day(given_at) < person.birth_on:
        raise ConsentRefused(_("Cette date précède la naissance."), field="given_on")
    if ends_on is not None and ends_on < local_day(given_at):
        raise ConsentRefused(_("La fin du consentement précède son début."), field="ends_on")


def _check_giver(person: Person, given_by: GivenBy, name: str, title: str, day: date) -> date | None:
    """The day on which to ask again, once it is established that this one may consent."""
    ages = ages_on(day)
    allowed = may_be_given_by(person, day, ages)
    if given_by not in allowed:
        raise ConsentRefused(_who_may(allowed, ages.may_consent_at, ages.adult_at), field="given_by")
    if given_by != GivenBy.PERSON and not name.strip():
        raise ConsentRefused(_("Inscrivez le nom de qui consent pour la personne."), field="giver_name")
    if given_by != GivenBy.PERSON and not title.strip():
        raise ConsentRefused(_("Inscrivez à quel titre, par exemple : mère, tutrice, mandataire."), field="giver_title")
    return ask_again_on(person.birth_on, day, ages)


def _who_may(allowed: tuple[GivenBy, ...], may_at: int, adult_at: int) -> str:
    ages = {"age": may_at, "adult": adult_at}
    if GivenBy.PERSON not in allowed:
        return (
            _(
                "Avant %(age)d ans, le consentement est donné par la personne titulaire de l’autorité parentale, "
                "la tutrice ou le tuteur."
            )
            % ages
        )
    if GivenBy.PARENT in allowed:
        return (
            _(
                "De %(age)d ans à la majorité (%(adult)d ans), le consentement est donné par la personne elle-même, "
                "par la personne titulaire de l’autorité parentale, ou par la tutrice ou le tuteur."
            )
            % ages
        )
    return _("Dès %(adult)d ans, la personne consent elle-même, ou la personne qui la représente.") % ages


def _locked(consent: Consent) -> Consent:
    found = Consent.objects.select_for_update(of=("self",)).select_related("case__region", "case__person")
    return found.get(pk=consent.pk)


def _record(verb: str, consent: Consent, case: Case, fields: list[str], *, by: Actor, at: datetime) -> None:
    record(verb, by=by, on=consent, at=at, fields=fields, about=[case.pk, case.person_id], region=case.region.code)
