"""In which language the service may write to a person, beside French, and what the law gives as its end."""

import calendar
from datetime import date, timedelta

from django.db.models import QuerySet

from ancrage.newcomers.models import FrenchLevel, Person, ServiceLanguage

WELCOME_MONTHS = 6
"""Charte de la langue française, art. 22.3: welcome in another language lasts six months after arrival."""
WARNED_DAYS = 30


def welcome_ends_on(arrived_on: date) -> date:
    """The last day of welcome: six months after arrival, or the last day of that month when it is shorter."""
    years, month = divmod(arrived_on.month - 1 + WELCOME_MONTHS, 12)
    year, month = arrived_on.year + years, month + 1
    return date(year, month, min(arrived_on.day, calendar.monthrange(year, month)[1]))


def document_language(person: Person, day: date) -> str | None:
    """The language, beside French, of documents made on ``day``; none means French alone."""
    return (
        person.service_languages.in_force(day)
        .order_by("-attested_on", "-pk")
        .values_list("language", flat=True)
        .first()
    )


def levels_of(person: Person) -> QuerySet[FrenchLevel]:
    return person.french_levels.order_by("-assessed_on", "-pk")


def service_languages_of(person: Person) -> QuerySet[ServiceLanguage]:
    return person.service_languages.order_by("-attested_on", "-pk")


def to_warn(day: date) -> QuerySet[ServiceLanguage]:
    """Grounds that expire within thirty days, of which nobody was told."""
    return (
        ServiceLanguage.objects.in_force(day)
        .filter(expires_on__lte=day + timedelta(days=WARNED_DAYS), warned_at=None)
        .order_by("pk")
    )
