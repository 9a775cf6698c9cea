"""As much to show at every size, so that what is compared is the data behind the page, not its number of lines."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, CaseReferral, CaseState, LikelyDouble
from bench.people import NOW, TODAY

REQUESTS, DOUBLES, ANSWERS = 5, 2, 3


def fill(agent: User, case: Case) -> None:
    """Ma journée of ``agent`` lists at least that many requests, probable doubles among them, and answers."""
    here = Case.objects.filter(service_point=case.service_point_id).exclude(pk=case.pk)
    waiting = here.filter(agent=None, state=CaseState.REQUESTED).order_by("first_contact_due_on", "pk")
    followed = here.filter(state=CaseState.ACTIVE).order_by("-pk")
    asked = {"state": CaseState.REQUESTED, "agent": None, "first_contact_at": None, "first_contact_due_on": TODAY}
    for one in followed[: max(0, REQUESTS - waiting.count())]:
        Case.objects.filter(pk=one.pk).update(**asked)
    _double(list(waiting[:REQUESTS]), followed)
    answered = CaseReferral.objects.filter(case__agent=agent, referral__answered_at__isnull=False)
    lacking = ANSWERS - answered.filter(referral__seen_at=None).count()
    for tie in answered.exclude(referral__seen_at=None).select_related("referral").order_by("pk")[: max(0, lacking)]:
        tie.referral.seen_at = None
        tie.referral.save(update_fields=["seen_at"])


def _double(requests: list[Case], others: QuerySet[Case]) -> None:
    alone = [request for request in requests if not _pairs(request).exists()]
    lacking = max(0, DOUBLES - (len(requests) - len(alone)))
    for request, other in zip(alone[:lacking], others[:lacking], strict=True):
        one, two = sorted((request.person_id, other.person_id))
        LikelyDouble.objects.create(one_id=one, other_id=two, score=90, found_at=NOW - timedelta(days=1))


def _pairs(case: Case) -> QuerySet[LikelyDouble]:
    return LikelyDouble.objects.undecided().filter(Q(one=case.person_id) | Q(other=case.person_id))
