from datetime import date
from uuid import UUID

from ancrage.directory.models import OrganizationMember


def organizations_of(user_id: UUID, day: date) -> frozenset[UUID]:
    """The organisations a person works for on ``day``."""
    members = OrganizationMember.objects.on(day).filter(user=user_id)
    return frozenset(members.values_list("organization_id", flat=True))
