from django.db.models import QuerySet

from ancrage.accounts.access import Access
from ancrage.agenda.queries.replacing import replaced_by
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
    """Questions put by the reader, or by whom they replace, whose dossier was not restricted since."""
    askers = {access.user.pk}
    if access.can(Permission.OPEN_CASE):
        askers |= replaced_by(access.user, access.at)
    asked = Inquiry.objects.filter(asked_by__in=askers, case__is_restricted=False)
    return asked.select_related("case__service_point", "asked_by")
