"""The employers of the region and what was done with them: 76 of them accompanied by the end of March 2021."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from ancrage.accounts.models import User
from ancrage.core.dates import local_day
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY, Draw, rows
from ancrage.demo.actions.organizations import MADE
from ancrage.demo.actions.staff import Staff
from ancrage.demo.actions.structure import Structure
from ancrage.directory.models import Occupation, Organization, OrganizationKind
from ancrage.employers.actions.vacancies import STAYS
from ancrage.employers.enums import Channel, Experience, Francization, Origin, Size
from ancrage.employers.models import (
    Contact,
    Employer,
    EmployerAssignment,
    Establishment,
    Intervention,
    InterventionType,
    Vacancy,
    VacancyState,
)

# By the group of the file: the days between which its first accompaniment of its own was given.
_FIRST: Final = {"a": (date(2019, 8, 12), date(2021, 3, 30)), "b": (date(2021, 4, 6), date(2021, 7, 9))}
_MET: Final = (date(2019, 9, 9), date(2021, 6, 30))
_ADVISERS: Final = ("francois", "nadia", "samuel")
_TITLES: Final = ("direction générale", "ressources humaines", "gérance", "copropriétaire")
_SHARED: Final = (
    ("information", Channel.GROUP, "Séance d’information sur le recrutement international"),
    ("interculturel", Channel.GROUP, "Atelier de gestion interculturelle"),
)


def load_employers(draw: Draw, structure: Structure, staff: Staff) -> None:
    types = {one.code: one for one in InterventionType.objects.all()}
    employers = {}
    for number, row in enumerate(rows("employers")):
        adviser = staff.users[_ADVISERS[number % len(_ADVISERS)]]
        told = _told(draw, row)
        employer = employers[row["key"]] = _employer(draw, structure, row, adviser, told)
        for moment, kind, channel, summary, is_personal in told:
            draw.add(
                Intervention(
                    employer=employer,
                    type=types[kind],
                    at=moment,
                    by=adviser,
                    channel=channel,
                    summary=summary,
                    is_personal=is_personal,
                )
            )
    occupations = {one.code: one for one in Occupation.objects.all()}
    for row in rows("vacancies"):
        draw.add(_vacancy(employers[row["employer"]], occupations[row["occupation"]], row))
    draw.write()


def _vacancy(employer: Employer, occupation: Occupation, row: dict[str, str]) -> Vacancy:
    adviser, at = employer.adviser, OPENING - timedelta(days=int(row["days_ago"]))
    assert adviser  # noqa: S101 - the file names employers that someone follows
    published = at if row["state"] == VacancyState.PUBLISHED else None
    return Vacancy(
        employer=employer,
        occupation=occupation,
        title=row["title"],
        posts=int(row["posts"]),
        wage_from=Decimal(row["wage_from"]),
        wage_to=Decimal(row["wage_to"]) if row["wage_to"] else None,
        hours=Decimal(40),
        schedule=row["schedule"],
        duration=row["duration"],
        months=int(row["months"]) if row["months"] else None,
        french_oral=int(row["french_oral"]) if row["french_oral"] else None,
        experience=int(row["experience"]),
        has_housing=bool(row["housing"]),
        description=row["description"],
        state=row["state"],
        made_at=at,
        made_by=adviser,
        submitted_at=at,
        published_at=published,
        published_by=adviser if published else None,
        expires_on=local_day(at) + STAYS if published else None,
    )


Told = tuple[datetime, str, str, str, bool]


def _told(draw: Draw, row: dict[str, str]) -> list[Told]:
    """What was done with an employer, in order."""
    if row["group"] == "d":
        return []
    if row["group"] == "c":
        kind, channel, summary = draw.pick(_SHARED)
        return [(draw.at(draw.working_day(*_MET)), kind, channel, summary, False)]
    first, last = _FIRST[row["group"]]
    day = draw.working_day(first, last)
    said = rows("interventions")
    told = []
    for number in range(draw.between(1, 9)):
        one = said[0] if number == 0 else draw.pick(said)
        told.append((draw.at(day), one["type"], one["channel"], one["summary"], True))
        day = draw.working_day(day + timedelta(days=12), day + timedelta(days=70))
        if day >= OPENING_DAY:
            break
    return told


def _employer(draw: Draw, structure: Structure, row: dict[str, str], adviser: User, told: list[Told]) -> Employer:
    town = structure.municipalities[row["municipality"]]
    body = draw.add(
        Organization(
            name=row["name"],
            kind=OrganizationKind.BUSINESS,
            region=structure.region,
            municipality=town,
            is_public=False,
            **MADE,
        )
    )
    opened = told[0][0] - timedelta(days=3) if told else draw.at(draw.working_day(*_MET))
    people = int(row["employees"])
    follows = bool(told) and row["group"] != "c"
    employer = draw.add(
        Employer(
            organization=body,
            region=structure.region,
            neq=row["neq"] or None,
            no_neq_reason=row["no_neq_reason"],
            activity=row["activity"],
            sector=row["sector"],
            size=Size.of(people),
            employees=people,
            season=row["season"],
            experience=draw.weighted({Experience.NONE: 6, Experience.SOME: 3, Experience.MORE: 1}),
            francization=Francization.NOT_CONCERNED if people < 25 else draw.pick((*Francization,)[1:]),
            origin=draw.pick((*Origin,)),
            adviser=adviser if follows else None,
            opened_at=opened,
            changed_at=told[-1][0] if told else opened,
        )
    )
    draw.add(Establishment(employer=employer, municipality=town, is_main=True))
    if follows:
        draw.add(EmployerAssignment(employer=employer, adviser=adviser, during=DateRange(local_day(opened), None)))
    draw.add(
        Contact(
            employer=employer,
            name=f"{draw.faker.first_name()} {draw.faker.last_name()}",
            title=draw.pick(_TITLES),
            phone=draw.phone(),
            email=f"contact@{row['key']}.example",
            is_main=True,
        )
    )
    return employer
