from django.db.models import QuerySet

from ancrage.accounts.models import User
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Listed, SavedView


@prepared
def saved_views_of(*, user: User, listed: Listed) -> QuerySet[SavedView]:
    """The views of one list that someone keeps, in order."""
    return SavedView.objects.kept().filter(user=user, listed=listed).in_order()
