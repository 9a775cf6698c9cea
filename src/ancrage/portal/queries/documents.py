"""The documents of one's own dossier: those given, and those the service chose to show."""

from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, Document
from ancrage.newcomers.queries.plan_document import told_referrals
from ancrage.newcomers.queries.plan_handover import Handover, handover, spoken_language
from ancrage.newcomers.queries.plan_versions import versions_of
from ancrage.plans.models import Need, PlanVersion


def given_documents(case: Case, user: User) -> QuerySet[Document]:
    """By the person, taken back or not; the latest first."""
    return _readable(case).filter(added_by=user)


def shown_documents(case: Case, user: User) -> QuerySet[Document]:
    """By the service, and not taken back; the latest first."""
    return _readable(case).filter(_IS_SHOWN).exclude(added_by=user)


def own_documents(case: Case, user: User) -> QuerySet[Document]:
    """All that the person may open."""
    return _readable(case).filter(_IS_SHOWN | Q(added_by=user))


def latest_version(case: Case) -> PlanVersion | None:
    """The last that was proposed to the person."""
    return versions_of(case).first()


def own_handover(case: Case, version: PlanVersion, day: date) -> Handover:
    """``version`` as it was proposed, without what became restricted since: someone may look over their shoulder."""
    given = handover(_without_restricted(case, version), spoken_language(version, case.person, day))
    told = {(tie.referral.service.name, tie.referral.organization.name) for tie in told_referrals(case)}
    return replace(given, referrals=[one for one in given.referrals if (one.service, one.organization) in told])


_IS_SHOWN = Q(shared_at__isnull=False, struck_at=None)


def _readable(case: Case) -> QuerySet[Document]:
    rows = Document.objects.select_related("file", "case__region").filter(case=case, is_restricted=False)
    return rows.order_by("-added_at", "-pk")


def _without_restricted(case: Case, version: PlanVersion) -> PlanVersion:
    """Not to be saved."""
    restricted = Need.objects.filter(plan=case.plan_id, is_restricted=True).order_by().values_list("pk", flat=True)
    hidden = {str(pk) for pk in restricted}
    kept = [need for need in version.content["needs"] if need["id"] not in hidden]
    version.content = {**version.content, "needs": kept}
    return version
