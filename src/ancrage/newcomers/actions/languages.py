from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.cldr import language_name
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.newcomers.messages import languages as messages
from ancrage.newcomers.models import Case, FrenchLevel, LanguageGround, LevelSource, Person, ServiceLanguage
from ancrage.newcomers.queries.languages import welcome_ends_on
from ancrage.newcomers.queries.staff import told_of, with_stand_ins


class LanguageRefused(Refused):
    """Languages and levels stay as they are."""


@transaction.atomic
def add_level(
    *,
    case: Case,
    listening: int | None,
    speaking: int | None,
    reading: int | None,
    writing: int | None,
    source: LevelSource,
    assessed_on: date,
    by: Actor,
    at: datetime,
) -> FrenchLevel:
    """Add levels of French, 1 to 12 by skill, to the history of the person of ``case``.

    :raises LanguageRefused: when no skill was assessed, or on a day to come.
    """
    levels = {"listening": listening, "speaking": speaking, "reading": reading, "writing": writing}
    if not any(levels.values()):
        raise LanguageRefused(_("Inscrivez au moins un niveau, de 1 à 12."), field="listening")
    if assessed_on > local_day(at):
        raise LanguageRefused(_("Cette date n’est pas encore passée."), field="assessed_on")
    level = FrenchLevel.objects.create(person=case.person, source=source, assessed_on=assessed_on, **levels)
    _record("newcomers.french_level.added", case, level, [*levels, "source", "assessed_on"], by=by, at=at)
    return level


@transaction.atomic
def add_service_language(
    *,
    case: Case,
    language: str,
    ground: LanguageGround,
    attested_on: date,
    expires_on: date | None,
    by: Actor,
    at: datetime,
) -> ServiceLanguage:
    """Serve the person in ``language`` too. Welcome ends six months after arrival, whatever ``expires_on``.

    :raises LanguageRefused: for French, a ground already over, welcome of someone not arrived, or one ground twice.
    """
    if language == "fr":
        raise LanguageRefused(_("Le français est toujours offert : choisissez une autre langue."), field="language")
    if attested_on > local_day(at):
        raise LanguageRefused(_("Cette date n’est pas encore passée."), field="attested_on")
    if ground == LanguageGround.WELCOME:
        expires_on = _end_of_welcome(case.person)
    if expires_on is not None and expires_on < local_day(at):
        raise LanguageRefused(_("Ce motif est déjà échu : le service se donne en français."), field="ground")
    _refuse_twice(case.person, language, ground, local_day(at))
    added = ServiceLanguage.objects.create(
        person=case.person, language=language, ground=ground, attested_on=attested_on, expires_on=expires_on
    )
    fields = ["language", "ground", "attested_on", "expires_on"]
    _record("newcomers.service_language.added", case, added, fields, by=by, at=at)
    return added


@transaction.atomic
def end_service_language(
    *, case: Case, service_language: ServiceLanguage, on: date, by: Actor, at: datetime
) -> ServiceLanguage:
    """Serve the person in that language until ``on`` and no longer.

    :raises LanguageRefused: before it began, or to make it last longer than its ground.
    """
    found = ServiceLanguage.objects.select_for_update(of=("self",)).get(pk=service_language.pk, person=case.person)
    if on < found.attested_on:
        raise LanguageRefused(_("La fin précède le début."), field="on")
    if found.expires_on is not None and on > found.expires_on:
        raise LanguageRefused(_("Ce motif prend fin plus tôt."), field="on")
    found.expires_on = on
    found.save(update_fields=["expires_on"])
    _record("newcomers.service_language.ended", case, found, ["expires_on"], by=by, at=at)
    return found


@transaction.atomic
def count_from_arrival(*, case: Case, before: Person, after: Person, by: Actor, at: datetime) -> None:
    """The arrival, known or expected, was written down or corrected: the grounds that hang on it end accordingly.

    An end that someone set otherwise stays when it comes sooner.
    """
    held = ServiceLanguage.objects.select_for_update(of=("self",)).filter(person=case.person_id).order_by("pk")
    for language in held:
        ends = _end_from_arrival(language, before, after)
        if ends != language.expires_on:
            language.expires_on, language.warned_at = ends, None
            language.save(update_fields=["expires_on", "warned_at"])
            _record("newcomers.service_language.counted", case, language, ["expires_on"], by=by, at=at)


def _end_from_arrival(language: ServiceLanguage, before: Person, after: Person) -> date | None:
    ends = language.expires_on
    if language.ground == LanguageGround.WELCOME and before.arrived_on and after.arrived_on:
        return welcome_ends_on(after.arrived_on) if ends == welcome_ends_on(before.arrived_on) else ends
    if language.ground != LanguageGround.ABROAD:
        return ends
    is_counted = ends in {None, before.expected_on, before.arrived_on}
    if after.arrived_on is None:
        return after.expected_on or ends if is_counted else ends
    if language.attested_on > after.arrived_on:
        return ends
    return after.arrived_on if is_counted or ends is None else min(ends, after.arrived_on)


@transaction.atomic
def announce_end(*, service_language: ServiceLanguage, by: Actor, at: datetime) -> None:
    """Tell whoever follows the person's dossier that a ground is about to end. Told once."""
    language = ServiceLanguage.objects.select_for_update(of=("self",)).get(pk=service_language.pk)
    if language.warned_at is not None:
        return
    language.warned_at = at
    language.save(update_fields=["warned_at"])
    case = Case.objects.open().select_related("region").filter(person=language.person_id).first()
    if case is None:
        return
    text = messages.ground_expires(language, language_name(language.language), case)
    path = messages.languages_path(case)
    told = with_stand_ins(case, told_of(case, local_day(at)), at)
    notify(users=told, kind="newcomers.ground_expires", text=text, path=path, at=at)
    _record("newcomers.service_language.announced", case, language, ["warned_at"], by=by, at=at)


def _end_of_welcome(person: Person) -> date:
    if person.arrived_on is None:
        raise LanguageRefused(
            _("L’accueil se compte depuis l’arrivée au Québec : inscrivez d’abord cette date."), field="ground"
        )
    return welcome_ends_on(person.arrived_on)


def _refuse_twice(person: Person, language: str, ground: LanguageGround, day: date) -> None:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.service_languages.in_force(day).filter(language=language, ground=ground).exists():
        raise LanguageRefused(_("Cette langue est déjà inscrite pour ce motif."), field="language")


def _record(verb: str, case: Case, on: Model, fields: list[str], *, by: Actor, at: datetime) -> None:
    record(verb, by=by, on=on, at=at, fields=fields, about=[case.pk, case.person_id], region=case.region.code)
