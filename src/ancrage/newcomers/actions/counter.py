"""Questions at the counter: counted without a name, and named later if the person opens a dossier."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import Case, CaseState, CounterEnquiry
from ancrage.territory.models import ServicePoint


class CounterRefused(Refused):
    """The question stays as it is."""


@transaction.atomic
def note_enquiry(
    *, service_point: ServicePoint, domain: NeedDomain, language: str, by: User, at: datetime
) -> CounterEnquiry:
    """Count a question asked now at ``service_point``.

    :raises CounterRefused: on a sensitive subject: that is not said of someone at a counter, even without a name.
    """
    if domain.is_sensitive:
        raise CounterRefused(_("Ce sujet ne se note pas au comptoir."), field="domain")
    found = CounterEnquiry.objects.create(service_point=service_point, domain=domain, language=language, by=by, at=at)
    record("newcomers.enquiry.noted", by=by, on=found, at=at, region=service_point.region.code)
    return found


@transaction.atomic
def drop_enquiry(*, enquiry: CounterEnquiry, by: User, at: datetime) -> None:
    """Take back a question noted by mistake, the same day.

    :raises CounterRefused: another day, or once a dossier is named.
    """
    enquiry = _locked(enquiry)
    if enquiry.case_id is not None or local_day(enquiry.at) != local_day(at):
        raise CounterRefused(_("Cette question ne peut plus être retirée."))
    record("newcomers.enquiry.dropped", by=by, on=enquiry, at=at)
    enquiry.delete()


@transaction.atomic
def name_enquiry(*, enquiry: CounterEnquiry, case: Case, by: User, at: datetime) -> None:
    """Say that it was the person of ``case``, who agrees.

    :raises CounterRefused: when another dossier is named, or this one is closed.
    """
    enquiry = _locked(enquiry)
    if enquiry.case_id not in {None, case.pk}:
        raise CounterRefused(_("Cette question est déjà rattachée à un dossier."))
    if case.state == CaseState.CLOSED:
        raise CounterRefused(_("Ce dossier est fermé."), field="reference")
    _set(enquiry, case, case, "newcomers.enquiry.named", by=by, at=at)


@transaction.atomic
def unname_enquiry(*, enquiry: CounterEnquiry, case: Case, by: User, at: datetime) -> None:
    """It was someone else: the question is nobody's again.

    :raises CounterRefused: when it is not ``case`` that is named.
    """
    enquiry = _locked(enquiry)
    if enquiry.case_id != case.pk:
        raise CounterRefused(_("Cette question n’est pas rattachée à ce dossier."))
    _set(enquiry, None, case, "newcomers.enquiry.unnamed", by=by, at=at)


def _set(enquiry: CounterEnquiry, case: Case | None, about: Case, verb: str, *, by: User, at: datetime) -> None:
    enquiry.case = case
    enquiry.save(update_fields=["case"])
    concerned = [about.pk, about.person_id]
    record(verb, by=by, on=enquiry, at=at, fields=["case"], about=concerned, region=about.region.code)


def _locked(enquiry: CounterEnquiry) -> CounterEnquiry:
    found = CounterEnquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry.pk).first()
    if found is None:
        raise CounterRefused(_("Cette question a été retirée."))
    return found
