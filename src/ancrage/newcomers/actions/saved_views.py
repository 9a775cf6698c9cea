"""Filters and columns of a list that one member of the staff comes back to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.models import Listed, SavedView

MOST = 20


class ViewRefused(Refused):
    """The view is not kept."""


@transaction.atomic
def save_view(*, name: str, query: str, by: User, at: datetime, listed: str = Listed.CASES) -> SavedView:
    """Keep a view for ``by``.

    :raises ViewRefused: for a name they use already for this list, or one view too many.
    """
    _check(by, name, listed)
    view = SavedView.objects.create(user=by, listed=listed, name=name, query=query, created_at=at)
    record("newcomers.view.saved", by=by, on=view, at=at)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Take a view away; it can be put back."""
    view.removed_at = at
    view.save(update_fields=["removed_at"])
    record("newcomers.view.removed", by=by, on=view, at=at)


@transaction.atomic
def restore_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Put a view back.

    :raises ViewRefused: when its name was given to another since.
    """
    if view.removed_at is None:
        return
    _check(by, view.name, view.listed)
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    record("newcomers.view.restored", by=by, on=view, at=at)


def _check(user: User, name: str, listed: str) -> None:
    # One at a time for one person: two of the same name would meet the constraint.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    names = set(SavedView.objects.kept().filter(user=user, listed=listed).values_list("name", flat=True))
    if name in names:
        raise ViewRefused(_("Vous avez déjà une vue de ce nom."), field="name")
    if len(names) >= MOST:
        raise ViewRefused(_("Vous avez déjà %(count)d vues : retirez-en une d’abord.") % {"count": MOST})
