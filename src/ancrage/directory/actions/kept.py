"""Services and searches that someone keeps, in their account."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.directory.models import Favourite, SavedSearch, Service

MOST_SEARCHES: Final = 30


class SearchRefused(Refused):
    """The search is not kept."""


@transaction.atomic
def keep_service(*, service: Service, by: User, at: datetime) -> None:
    favourite, is_new = Favourite.objects.get_or_create(user=by, service=service, defaults={"created_at": at})
    if is_new:
        record("directory.favourite.kept", by=by, on=favourite, at=at)


@transaction.atomic
def let_service_go(*, service: Service, by: User, at: datetime) -> None:
    favourite = Favourite.objects.filter(user=by, service=service).first()
    if favourite is not None:
        record("directory.favourite.let_go", by=by, on=favourite, at=at)
        favourite.delete()


@transaction.atomic
def keep_search(*, title: str, query: str, by: User, at: datetime) -> SavedSearch:
    """Keep a search; the same one, kept already, is given back.

    :raises SearchRefused: when there are too many.
    """
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    mine = SavedSearch.objects.filter(user=by)
    known = mine.filter(query=query).first()
    if known is not None:
        return known
    if mine.count() >= MOST_SEARCHES:
        raise SearchRefused(_("Vous avez déjà %(n)d recherches : retirez-en une d’abord.") % {"n": MOST_SEARCHES})
    search = SavedSearch.objects.create(user=by, title=title, query=query, created_at=at)
    record("directory.search.kept", by=by, on=search, at=at)
    return search


@transaction.atomic
def let_search_go(*, search: SavedSearch, by: User, at: datetime) -> None:
    record("directory.search.let_go", by=by, on=search, at=at)
    search.delete()
