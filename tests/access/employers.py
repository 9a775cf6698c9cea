"""The files of employers: those of one's region, and nobody else's."""

from collections.abc import Callable
from typing import Any

from ancrage.accounts.models import User
from ancrage.employers.models import Employer
from tests.access.rows import Row, only, region_for
from tests.factories.accounts import UserFactory
from tests.factories.employers import ContactFactory, EmployerFactory, InterventionFactory, VacancyFactory

READERS = only("regional_adviser", "recruitment_adviser", "director")
WRITERS = only("regional_adviser", "recruitment_adviser")
ASSIGNERS = only("regional_adviser", "director")
SHOWN_AGAIN = frozenset({200})
Make = Callable[[User | None], dict[str, Any]]


def _made(user: User | None) -> Employer:
    return EmployerFactory.create(organization__region=region_for(user))


def _file(user: User | None) -> dict[str, Any]:
    return {"pk": _made(user).pk}


def _kind(user: User | None) -> dict[str, Any]:
    return _file(user) | {"kind": "personnes"}


def _part(user: User | None) -> dict[str, Any]:
    found = _made(user)
    return {"pk": found.pk, "kind": "personnes", "part_id": ContactFactory.create(employer=found).pk}


def _noted(user: User | None) -> dict[str, Any]:
    noted = InterventionFactory.create(employer=_made(user), by=user or UserFactory.create())
    return {"pk": noted.employer_id, "intervention_id": noted.pk}


def _post(user: User | None) -> dict[str, Any]:
    posted = VacancyFactory.create(employer=_made(user), state="submitted")
    return {"pk": posted.employer_id, "vacancy_id": posted.pk}


def _row(name: str, who: frozenset[str], make: Make, **more: Any) -> Row:
    return Row(f"employers:{name}", who, to=make, outside=lambda _user: make(None), **more)


ROWS = [
    Row("employers:employers", READERS),
    Row("employers:employer_open", WRITERS),
    Row("employers:employer_open", WRITERS, data={}, answers=SHOWN_AGAIN),
    _row("employer", READERS, _file),
    _row("employer_change", WRITERS, _file),
    _row("employer_change", WRITERS, _file, data={}, answers=SHOWN_AGAIN),
    _row("employer_assign", ASSIGNERS, _file),
    _row("employer_assign", ASSIGNERS, _file, data={"adviser": ""}),
    _row("interventions", READERS, _file),
    _row("intervention_add", WRITERS, _file),
    _row("intervention_add", WRITERS, _file, data={}, answers=SHOWN_AGAIN),
    _row("intervention_strike", WRITERS, _noted, data={}),
    _row("intervention_restore", WRITERS, _noted, data={}),
    _row("people", READERS, _file),
    Row("employers:region_vacancies", READERS),
    _row("vacancies", READERS, _file),
    _row("vacancy", READERS, _post),
    _row("vacancy_add", WRITERS, _file),
    _row("vacancy_add", WRITERS, _file, data={"title": "Poste"}, answers=SHOWN_AGAIN),
    _row("vacancy_change", WRITERS, _post),
    _row("vacancy_change", WRITERS, _post, data={"title": "Poste"}, answers=SHOWN_AGAIN),
    _row("vacancy_publish", WRITERS, _post, data={}),
    _row("vacancy_close", WRITERS, _post, data={}),
    _row("vacancy_send_back", WRITERS, _post, data={"reason": "Précisez l’horaire."}),
    _row("part_add", WRITERS, _kind),
    _row("part_add", WRITERS, _kind, data={"name": "Ginette Simard"}),
    _row("part_change", WRITERS, _part),
    _row("part_change", WRITERS, _part, data={}, answers=SHOWN_AGAIN),
    _row("part_end", WRITERS, _part, data={}),
    _row("part_restore", WRITERS, _part, data={}),
]
