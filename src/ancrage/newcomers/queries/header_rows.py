"""The one statement behind the card and the tabs of a dossier."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Coalesce, JSONObject

from ancrage.accounts.access import Access
from ancrage.agenda.models import AppointmentState
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import (
    Case,
    CaseAppointment,
    CaseReferral,
    Consent,
    ContactNote,
    Document,
    FollowUp,
    FrenchLevel,
    HouseholdMember,
    ImmigrationStatus,
    NeedsAssessment,
    ServiceLanguage,
)

COUNTS = (
    "assessments",
    "appointments",
    "notes",
    "documents",
    "referrals",
    "consents",
    "household",
    "overdue_follow_ups",
)
"""What is counted of a dossier, as far as the reader sees."""

_PERSON = models.OuterRef("person")
_CASE = models.OuterRef("pk")


def header_row(case: Case, access: Access, day: date) -> dict[str, Any]:
    """What the card and the tabs need beside ``case``: facts as JSON (days are ISO texts) and counts."""
    [row] = _row(case=case.pk, access=access, day=day, sees_restricted=case.sees_restricted)
    return {name.removesuffix("_"): value for name, value in row.items()}


@prepared
def _row(*, case: UUID, access: Access, day: date, sees_restricted: bool) -> models.QuerySet[Case, Any]:
    found = {**_facts(day), **_counts(access, day, sees_restricted=sees_restricted)}
    columns = {f"{name}_": column for name, column in found.items()}
    return Case._base_manager.filter(pk=case).values(**columns)


def hidden_persons(access: Access) -> models.QuerySet[Case]:
    """Ids of the persons whose restricted dossier does not name the reader: they appear nowhere."""
    seen = Case.objects.visible_to(access).filter(pk=models.OuterRef("pk"))
    return Case.objects.filter(~models.Exists(seen), is_restricted=True).values("person")  # type: ignore[return-value] # ids


def _facts(day: date) -> dict[str, Any]:
    status = ImmigrationStatus.objects.filter(person=_PERSON, valid_from__lte=day).order_by("-valid_from", "-pk")
    french = FrenchLevel.objects.filter(person=_PERSON, assessed_on__lte=day).order_by("-assessed_on", "-pk")
    languages = ServiceLanguage.objects.filter(person=_PERSON).in_force(day).order_by("-attested_on", "-pk")
    return {
        "status": _first(
            status,
            fr="category__label_fr",
            en="category__label_en",
            program="program",
            document="document",
            valid_to="valid_to",
        ),
        "french": _first(
            french,
            levels=JSONObject(listening="listening", speaking="speaking", reading="reading", writing="writing"),
            source="source",
            on="assessed_on",
        ),
        "languages": ArraySubquery(
            languages.values(json=JSONObject(language="language", ground="ground", until="expires_on"))
        ),
    }


def _first(rows: models.QuerySet[Any], **fields: Any) -> models.Subquery:
    return models.Subquery(rows.values(json=JSONObject(**fields))[:1], output_field=models.JSONField())


def _counts(access: Access, day: date, *, sees_restricted: bool) -> dict[str, Any]:
    seen = {} if sees_restricted else {"is_restricted": False}
    seen_referrals = {} if sees_restricted else {"referral__is_restricted": False}
    household = HouseholdMember.objects.on(day).filter(
        household__members__person=_PERSON, household__members__during__contains=day
    )
    return {
        "assessments": _count(NeedsAssessment.objects.filter(case=_CASE, completed_at__isnull=False)),
        "appointments": _count(CaseAppointment.objects.filter(case=_CASE, appointment__state=AppointmentState.PLANNED)),
        "notes": _count(ContactNote.objects.filter(case=_CASE, struck_at=None, **seen)),
        "documents": _count(Document.objects.filter(case=_CASE, struck_at=None, **seen)),
        "referrals": _count(CaseReferral.objects.filter(case=_CASE, **seen_referrals)),
        "consents": _count(Consent.objects.filter(case=_CASE)),
        "household": _count(household.exclude(person__in=hidden_persons(access))),
        "overdue_follow_ups": _count(FollowUp.objects.planned().filter(case=_CASE, due_on__lt=day)),
    }


def _count(rows: models.QuerySet[Any]) -> Coalesce:
    """How many ``rows``, as a column. They are grouped by a constant: one figure for all of them."""
    one = rows.order_by().annotate(one=models.Value(1)).values("one").annotate(n=models.Count("pk", distinct=True))
    return Coalesce(models.Subquery(one.values("n"), output_field=models.IntegerField()), 0)
