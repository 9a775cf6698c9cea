"""Of persons entered from a list, who served since: an entry corrected, a dossier taken, anything written of either."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count

from ancrage.core.merging import keys_to
from ancrage.newcomers.models import (
    Case,
    CaseState,
    CaseTransition,
    FrenchLevel,
    HouseholdMember,
    ImmigrationStatus,
    ImportedRow,
    LikelyDouble,
    Person,
    PersonImport,
)
from ancrage.newcomers.queries.import_facts import facts_changed, persons_with_more
from ancrage.newcomers.queries.import_homes import persons_at_home_since
from ancrage.plans.models import ActionPlan


def touched_since(sheet: PersonImport, rows: Iterable[ImportedRow]) -> set[UUID]:
    """Keys of those persons. As many statements as there are kinds of rows that point to them, whatever their number."""
    rows = list(rows)
    by_case = {row.case_id: row.person for row in rows if row.case_id and row.person}
    by_plan = {row.case.plan_id: row.person for row in rows if row.case and row.person}
    persons = {row.person for row in rows if row.person}
    intact = Case.objects.filter(
        pk__in=by_case, state=CaseState.REQUESTED, agent=None, first_contact_at=None, is_restricted=False
    ).filter(service_point=sheet.service_point)
    whole = dict(intact.filter(person__revision=0).order_by("pk").values_list("pk", "person"))
    found = {person for case, person in by_case.items() if whole.get(case) != person}
    found |= persons - set(by_case.values())
    found |= {by_case[pk] for pk in _pointed(Case, by_case, CaseTransition, ImportedRow)}
    found |= {by_case[pk] for pk in _moved(by_case)}
    found |= {by_plan[pk] for pk in _pointed(ActionPlan, by_plan, Case)}
    found |= _pointed(Person, persons, Case, LikelyDouble, ImmigrationStatus, FrenchLevel, HouseholdMember)
    found |= persons_at_home_since(sheet, rows)
    changed = facts_changed(rows)
    found |= {row.person for row in rows if row.pk in changed and row.person} | persons_with_more(rows)
    return found | _with_other_cases(persons)


def _pointed(target: type[models.Model], keys: Iterable[UUID], *but: type[models.Model]) -> set[Any]:
    """Of ``keys``, those to which a row of another model than ``but`` points."""
    wanted = list(keys)
    found: set[Any] = set()
    for key in keys_to(target):
        if key.model not in but:
            rows = key.model._base_manager.filter(**{f"{key.name}__in": wanted})
            found |= set(rows.order_by(key.name).values_list(key.name, flat=True).distinct())
    return found


def _moved(cases: Iterable[UUID]) -> set[UUID]:
    """Dossiers to which something happened after they were asked for."""
    moments = CaseTransition.objects.filter(case__in=list(cases)).order_by("case").values("case")
    return set(moments.annotate(n=Count("pk")).filter(n__gt=1).values_list("case", flat=True))


def _with_other_cases(persons: Iterable[UUID]) -> set[UUID]:
    cases = Case.objects.filter(person__in=list(persons)).order_by("person").values("person")
    return set(cases.annotate(n=Count("pk")).filter(n__gt=1).values_list("person", flat=True))
