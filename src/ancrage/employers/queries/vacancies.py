from datetime import date
from typing import Final

from ancrage.accounts.access import Access
from ancrage.employers.models import Employer, Vacancy, VacancyQuerySet, VacancyState

EXPIRED: Final = "expired"


def vacancies_of(employer: Employer, day: date) -> VacancyQuerySet:
    rows = Vacancy.objects.filter(employer=employer).with_expiry(day)
    return rows.select_related("occupation", "establishment__municipality", "employer__region")


def within(access: Access, state: str, day: date) -> VacancyQuerySet:
    """The vacancies of the employers within reach: those of a state, those that expired, or all of them."""
    employers = Employer.objects.visible_to(access)
    rows = Vacancy.objects.filter(employer__in=employers).with_expiry(day)
    rows = rows.select_related("occupation", "employer__organization__municipality")
    match state:
        case "expired":
            return rows.expired_on(day)
        case VacancyState.PUBLISHED:
            return rows.open_on(day)
        case "":
            return rows
    return rows.filter(state=state)
