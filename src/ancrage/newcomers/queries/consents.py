"""Who may consent for whom, until when, and what a consent covers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ancrage.core.dates import age_on, local_day
from ancrage.newcomers.models import Case, CollectionNotice, Consent, ConsentAges, GivenBy, Person
from ancrage.newcomers.queries.languages import document_language
from ancrage.referrals.models import ReferralState

_NOTICE_LANGUAGES = ("en", "es", "ar")
_FOR_A_CHILD = (GivenBy.PARENT, GivenBy.TUTOR)
_FOR_A_TEENAGER = (GivenBy.PERSON, GivenBy.PARENT, GivenBy.TUTOR)
_FOR_AN_ADULT = (GivenBy.PERSON, GivenBy.TUTOR, GivenBy.REPRESENTATIVE)


def ages_on(day: date) -> ConsentAges:
    """The ages in force on ``day``.

    :raises ConsentAges.DoesNotExist: when none were set.
    """
    return ConsentAges.objects.on(day).get()


def may_be_given_by(person: Person, day: date, ages: ConsentAges) -> tuple[GivenBy, ...]:
    """Who may consent for ``person`` on ``day``. Without a date of birth, as for an adult."""
    age = age_on(person.birth_on, day) if person.birth_on else ages.adult_at
    if age < ages.may_consent_at:
        return _FOR_A_CHILD
    return _FOR_A_TEENAGER if age < ages.adult_at else _FOR_AN_ADULT


def ask_again_on(birth_on: date | None, day: date, ages: ConsentAges) -> date | None:
    """The next birthday, after ``day``, that changes who may consent."""
    if birth_on is None:
        return None
    birthdays = (birthday(birth_on, age) for age in (ages.may_consent_at, ages.adult_at))
    return next((found for found in birthdays if found > day), None)


def birthday(birth_on: date, age: int) -> date:
    """The day of that age: who was born on 29 February comes of age on 1 March of a common year."""
    try:
        return birth_on.replace(year=birth_on.year + age)
    except ValueError:
        return date(birth_on.year + age, 3, 1)


def consents_of(case: Case) -> QuerySet[Consent]:
    """The whole history, latest first."""
    return (
        case.consents.select_related("notice", "recorded_by")
        .prefetch_related("organizations")
        .order_by("-given_at", "-pk")
    )


def consent_for(case_id: UUID, organization_id: UUID, day: date) -> Consent | None:
    """The consent under which the person of the dossier may be referred to an organisation on ``day``."""
    covered = Q(organizations=None) | Q(organizations=organization_id)
    found = Consent.objects.for_referral(day).filter(covered, case=case_id).order_by("-given_at", "-pk")
    return found.first()


def no_longer_covering(day: date) -> QuerySet[Consent]:
    """Consents over by the calendar under which something is shared still."""
    return (
        Consent.objects.no_longer_in_force(day)
        .filter(casereferral__referral__state__in=ReferralState.live())
        .distinct()
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """The notice as shown: paragraphs in French, and beside each the same in the person's language."""

    notice: CollectionNotice
    language: str
    paragraphs: tuple[tuple[str, str], ...]


def notice_for(person: Person, at: datetime) -> ShownNotice:
    """The latest notice published by ``at``, in French and in the language of service that has a text.

    :raises CollectionNotice.DoesNotExist: when none was published.
    """
    return notice_in(published(at).latest("number"), document_language(person, local_day(at)) or "")


def published(at: datetime) -> QuerySet[CollectionNotice]:
    return CollectionNotice.objects.filter(published_at__lte=at)


def notice_in(notice: CollectionNotice, language: str) -> ShownNotice:
    """``notice`` in French, with ``language`` beside when there is a text in it."""
    other = getattr(notice, f"text_{language}", "") if language in _NOTICE_LANGUAGES else ""
    language = language if other else ""
    french, beside = _paragraphs(notice.text_fr), _paragraphs(other)
    if not other:
        beside = [""] * len(french)
    elif len(beside) != len(french):
        # The two texts are not cut alike: each is shown whole.
        french, beside = [notice.text_fr.strip()], [other.strip()]
    return ShownNotice(notice, language, tuple(zip(french, beside, strict=True)))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.strip().split("\n\n") if part.strip()]
