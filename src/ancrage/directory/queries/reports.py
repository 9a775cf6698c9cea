from ancrage.accounts.access import Access
from ancrage.directory.models import ErrorReport
from ancrage.directory.models.report import ErrorReportQuerySet
from ancrage.directory.queries.records import in_reach


def reports_within(access: Access) -> ErrorReportQuerySet:
    """Those about records of the regions the reader keeps."""
    found = ErrorReport.objects.filter(in_reach(access, "organization__"))
    return found.select_related("organization", "service", "closed_by")
