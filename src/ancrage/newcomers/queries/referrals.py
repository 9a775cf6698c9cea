from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.newcomers.models import Case, CaseReferral
from ancrage.newcomers.queries.circle import seen_in_cases
from ancrage.plans.models import Need, NeedState
from ancrage.referrals.models import ReferralState


def ties_of(case: Case) -> QuerySet[CaseReferral]:
    """The referrals of a dossier loaded by ``for_page``, less the restricted ones for whoever is not named."""
    ties = CaseReferral.objects.filter(case=case)
    if not case.sees_restricted:
        ties = ties.exclude(referral__is_restricted=True).exclude(need__is_restricted=True)
    return with_names(ties)


def with_names(ties: QuerySet[CaseReferral]) -> QuerySet[CaseReferral]:
    names = ("service", "organization", "domain", "created_by", "decline_reason", "outcome")
    return ties.select_related("need", "consent", *(f"referral__{name}" for name in names))


def referable_needs(case: Case) -> QuerySet[Need]:
    """The needs of the plan that may be referred, by the reader."""
    needs = Need.objects.filter(plan=case.plan_id, state__in=(NeedState.IDENTIFIED, NeedState.IN_PROGRESS))
    if not case.sees_restricted:
        needs = needs.filter(is_restricted=False)
    return needs.select_related("domain").order_by("domain__position", "identified_on", "pk")


class Sent(TextChoices):
    """How the list of what was sent is sorted."""

    ANSWERED = "reponses", _("Réponses à lire")
    AWAITING = "attente", _("En attente d’une réponse")
    ALL = "tous", _("Tous")


def sent_within(access: Access, sort: Sent, *, mine: bool) -> QuerySet[CaseReferral]:
    """The referrals of dossiers within reach: those to read, those awaiting, or all; the reader's own alone if asked."""
    seen = seen_in_cases(access, case="case", row="referral__is_restricted")
    ties = CaseReferral.objects.filter(seen, case__in=Case.objects.visible_to(access))
    if mine:
        ties = ties.filter(referral__created_by=access.user.pk)
    if sort is Sent.ANSWERED:
        asking = Q(referral__state=ReferralState.UNDER_STUDY, referral__questions__replied_at=None)
        unread = Q(referral__answered_at__isnull=False, referral__seen_at=None)
        ties = ties.filter(
            unread | Q(referral__state=ReferralState.EXPIRED, referral__seen_at=None) | asking
        ).distinct()
    elif sort is Sent.AWAITING:
        ties = ties.filter(referral__state__in=ReferralState.awaiting_answer())
    return with_names(ties).select_related("case__person")
