from uuid import UUID

from ancrage.accounts.models import User
from ancrage.directory.models import Favourite, SavedSearch


def favourites_of(user: User) -> list[UUID]:
    """The services someone keeps, the last first."""
    kept = Favourite.objects.filter(user=user).order_by("-created_at", "-pk")
    return list(kept.values_list("service_id", flat=True)[:200])


def searches_of(user: User) -> list[SavedSearch]:
    return list(SavedSearch.objects.filter(user=user).order_by("-created_at", "-pk"))
