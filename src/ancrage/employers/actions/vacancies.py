"""A vacancy is written, sent, validated by an adviser, closed, opened again."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.employers.models import Employer, MinimumWage, Vacancy, VacancyState
from ancrage.employers.wording import doubts

STAYS: Final = timedelta(days=90)
"""How long a published vacancy may be answered before it is asked for again."""


class VacancyRefused(Refused):
    """The vacancy stays as it is."""


@transaction.atomic
def write_vacancy(*, vacancy: Vacancy, values: Mapping[str, Any], by: User, at: datetime) -> Vacancy:
    """Keep what is typed of a vacancy, new or not. A published one stays published, for as long as it was.

    :raises VacancyRefused: below the minimum wage, or with words that look like a forbidden criterion and are not kept.
    """
    _check(values, at)
    is_new = vacancy._state.adding  # noqa: SLF001 - what Django says of a row not saved yet
    for name, value in values.items():
        setattr(vacancy, name, value)
    if is_new:
        vacancy.made_at, vacancy.made_by = at, by
    vacancy.save()
    _settled(vacancy, "written" if is_new else "changed", values, by=by, at=at)
    return vacancy


@transaction.atomic
def submit(*, vacancy: Vacancy, by: User, at: datetime) -> None:
    """Ask an adviser to validate it."""
    found = _locked(vacancy, VacancyState.DRAFT)
    found.state, found.submitted_at, found.return_reason = VacancyState.SUBMITTED, at, ""
    _saved(found, "submitted", by=by, at=at)


@transaction.atomic
def publish(*, vacancy: Vacancy, by: User, at: datetime) -> None:
    """Validate it, or open it again: it may be answered for ninety days.

    :raises VacancyRefused: when the minimum wage rose above it meanwhile.
    """
    found = _locked(vacancy, *VacancyState)
    _check_wage(found.wage_from, at)
    found.state, found.return_reason = VacancyState.PUBLISHED, ""
    found.published_at, found.published_by, found.expires_on = at, by, local_day(at) + STAYS
    _saved(found, "published", by=by, at=at)


@transaction.atomic
def send_back(*, vacancy: Vacancy, reason: str, by: User, at: datetime) -> None:
    """Ask whoever wrote it to correct it.

    :raises VacancyRefused: when it is not waiting to be validated.
    """
    found = _locked(vacancy, VacancyState.SUBMITTED)
    found.state, found.return_reason = VacancyState.DRAFT, reason
    _saved(found, "sent_back", by=by, at=at)


@transaction.atomic
def close(*, vacancy: Vacancy, by: User, at: datetime) -> None:
    """It is filled, or wanted no more. ``publish`` opens it again."""
    found = _locked(vacancy, VacancyState.DRAFT, VacancyState.SUBMITTED, VacancyState.PUBLISHED)
    found.state = VacancyState.CLOSED
    _saved(found, "closed", by=by, at=at)


def _check(values: Mapping[str, Any], at: datetime) -> None:
    _check_wage(values["wage_from"], at)
    highest = values.get("wage_to")
    if highest is not None and highest < values["wage_from"]:
        raise VacancyRefused(_("Le salaire le plus haut est au moins le plus bas."), field="wage_to")
    found = list(doubts(values["title"], values.get("description", "")))
    if found and not values.get("keeps_wording"):
        said = " ".join(f"« {one.words} » : {one.reason}" for one in found)
        raise VacancyRefused(said, field="keeps_wording")


def _check_wage(wage: Decimal, at: datetime) -> None:
    least = MinimumWage.objects.on(local_day(at))
    if least is not None and wage < least:
        text = _("Le salaire minimum est de %(rate)s $ l’heure : écrivez au moins ce taux.")
        raise VacancyRefused(text % {"rate": f"{least:.2f}".replace(".", ",")}, field="wage_from")


def _locked(vacancy: Vacancy, *states: VacancyState) -> Vacancy:
    rows = Vacancy.objects.select_for_update(of=("self",)).select_related("employer__region")
    found = rows.get(pk=vacancy.pk)
    if found.state not in states:
        raise VacancyRefused(_("Ce poste a changé entre-temps : relisez la page."))
    return found


def _saved(vacancy: Vacancy, act: str, *, by: User, at: datetime) -> None:
    vacancy.save()
    _settled(vacancy, act, ["state"], by=by, at=at)


def _settled(vacancy: Vacancy, act: str, fields: Iterable[str], *, by: User, at: datetime) -> None:
    employer = vacancy.employer
    Employer.objects.filter(pk=employer.pk).update(changed_at=at)
    record(
        f"employers.vacancy.{act}",
        by=by,
        on=vacancy,
        at=at,
        fields=fields,
        about=[employer.pk],
        region=employer.region.code,
    )
