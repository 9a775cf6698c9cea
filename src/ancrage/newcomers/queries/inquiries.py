from django.db.models import QuerySet

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Case, Inquiry
from ancrage.newcomers.permissions import Permission


def received(access: Access) -> QuerySet[Inquiry]:
    """Questions about the dossiers that the reader may write."""
    cases = Case.objects.visible_to(access, Permission.WRITE_CASE)
    return (
        Inquiry.objects.filter(case__in=cases)
        .exclude(asked_by=access.user)
        .select_related("case__person", "case__service_point", "asked_by", "answered_by")
    )


def sent(access: Access) -> QuerySet[Inquiry]:
    """Questions that the reader put, whose dossier was not restricted since."""
    asked = Inquiry.objects.filter(asked_by=access.user, case__is_restricted=False)
    return asked.select_related("case__service_point")
