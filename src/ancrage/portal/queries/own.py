"""What belongs to whoever is signed in to their space: found from their account, never from an address."""

from django.db.models import Exists, OuterRef

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, CaseState, Person
from ancrage.plans.models import PlanVersion
from ancrage.portal.models import Space


def own_space(user: User) -> Space | None:
    """None once the access is shut."""
    return Space.objects.open().select_related("person").filter(user=user).first()


def has_open_space(person: Person) -> bool:
    return Space.objects.open().filter(person=person).exists()


def own_case(space: Space) -> Case | None:
    """The dossier that is open, else the last one. It reads as for someone not named: what is restricted stays out.

    ``has_version``: whether a plan was proposed, found with it.
    """
    near = ("service_point", "region", "agent", "plan", "person")
    version = PlanVersion.objects.filter(plan=OuterRef("plan"))
    rows = Case.objects.filter(person=space.person_id).select_related(*near).annotate(has_version=Exists(version))
    cases = list(rows.order_by("-requested_at", "-pk"))
    found = next((case for case in cases if case.state != CaseState.CLOSED), cases[0] if cases else None)
    if found:
        found.is_named = found.sees_restricted = False
    return found
