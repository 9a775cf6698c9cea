"""Where the access of a person to their space stands, as staff see it."""

from datetime import datetime
from typing import Any

from ancrage.accounts.queries import passkeys_of
from ancrage.newcomers.models import Case
from ancrage.portal.models import Space, SpaceInvitation


def access_page(case: Case, at: datetime) -> dict[str, Any]:
    """The space, if any, its devices, and the invitation that still serves. At most three statements."""
    space = Space.objects.select_related("user").filter(person=case.person_id).first()
    return {
        "space": space,
        "devices": passkeys_of(space.user).count() if space else 0,
        "invitation": SpaceInvitation.objects.usable(at)
        .select_related("made_by")
        .filter(person=case.person_id)
        .first(),
    }
