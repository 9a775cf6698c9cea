from typing import Final

from django.db.models import QuerySet

from ancrage.employers.models import Employer, Intervention

_LATEST: Final = 5


def held_of(employer: Employer, *, counted: bool = False) -> QuerySet[Intervention]:
    """The interventions of an employer; ``counted``: those that count in the outcomes, alone."""
    rows = Intervention.objects.counted() if counted else Intervention.objects.held()
    return rows.filter(employer=employer).select_related("type", "by")


def latest_of(employer: Employer) -> list[Intervention]:
    return list(held_of(employer).order_by("-at", "-pk")[:_LATEST])
