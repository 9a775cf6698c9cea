"""As much to show at every size, so that what is compared is the data behind the page, not its number of lines."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case, CaseReferral, CaseState, LikelyDouble
from bench.people import NOW, TODAY

PAGE, ANSWERS = 25, 3
# Lines of Ma journée, then those that follow on a page of requests; how many are probable doubles.
REQUESTS = ((slice(0, 5), 2), (slice(5, PAGE), 8))


def fill(agent: User, case: Case) -> None:
    """Ma journée of ``agent`` and their requests list at least as many lines, probable doubles among them, and answers."""
    here = Case.objects.filter(service_point=case.service_point_id).exclude(pk=case.pk)
    waiting = here.filter(agent=None, state=CaseState.REQUESTED).order_by("first_contact_due_on", "pk")
    followed = here.filter(state=CaseState.ACTIVE).order_by("-pk")
    asked = {"state": CaseState.REQUESTED, "agent": None, "first_contact_at": None, "first_contact_due_on": TODAY}
    for one in followed[: max(0, PAGE + 1 - waiting.count())]:
        Case.objects.filter(pk=one.pk).update(**asked)
    for lines, doubles in REQUESTS:
        _double(list(waiting[lines]), followed, doubles)
    answered = CaseReferral.objects.filter(case__agent=agent, referral__answered_at__isnull=False)
    lacking = ANSWERS - answered.filter(referral__seen_at=None).count()
    for tie in answered.exclude(referral__seen_at=None).select_related("referral").order_by("pk")[: max(0, lacking)]:
        tie.referral.seen_at = None
        tie.referral.save(update_fields=["seen_at"])


def _double(requests: list[Case], others: QuerySet[Case], doubles: int) -> None:
    alone = [request for request in requests if not _pairs(request).exists()]
    lacking = max(0, doubles - (len(requests) - len(alone)))
    for request, other in zip(alone[:lacking], others[:lacking], strict=True):
        one, two = sorted((request.person_id, other.person_id))
        LikelyDouble.objects.create(one_id=one, other_id=two, score=90, found_at=NOW - timedelta(days=1))


def _pairs(case: Case) -> QuerySet[LikelyDouble]:
    return LikelyDouble.objects.undecided().filter(Q(one=case.person_id) | Q(other=case.person_id))
