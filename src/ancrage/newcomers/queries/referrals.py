from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.core.paging import Fetch, Place, slice_of
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import Case, CaseReferral
from ancrage.newcomers.queries.cases import Filters, filtered
from ancrage.newcomers.queries.circle import seen_in_cases
from ancrage.newcomers.queries.columns import Column
from ancrage.newcomers.queries.referral_columns import with_columns
from ancrage.plans.models import Need, NeedState
from ancrage.referrals.models import ReferralQuestion, ReferralState, unread


def ties_of(case: Case) -> QuerySet[CaseReferral]:
    """The referrals of a dossier loaded by ``for_page``, less the restricted ones for whoever is not named."""
    ties = CaseReferral.objects.filter(case=case)
    if not case.sees_restricted:
        ties = ties.exclude(referral__is_restricted=True).exclude(need__is_restricted=True)
    return with_names(ties)


def with_names(ties: QuerySet[CaseReferral]) -> QuerySet[CaseReferral]:
    names = ("service", "organization", "domain", "created_by", "decline_reason", "outcome")
    return ties.select_related("need", "consent", *(f"referral__{name}" for name in names))


def with_news(ties: QuerySet[CaseReferral]) -> QuerySet[CaseReferral]:
    """Those with something to read: an answer, a silence, a ``question`` left without reply. ``news_at`` says since when."""
    asked = ReferralQuestion.objects.filter(referral=OuterRef("referral"), replied_at=None)
    last = asked.order_by("-asked_at", "-pk")
    asking = Q(Exists(asked), referral__state=ReferralState.UNDER_STUDY)
    return ties.filter(unread("referral__") | asking).annotate(
        question=Subquery(last.values("text")[:1]),
        news_at=Coalesce("referral__answered_at", Subquery(last.values("asked_at")[:1]), "referral__expires_at"),
    )


def seen_needs(case: Case) -> QuerySet[Need]:
    """Those of the plan, over or not, that the reader sees."""
    needs = Need.objects.filter(plan=case.plan_id)
    return needs if case.sees_restricted else needs.filter(is_restricted=False)


def referable_needs(case: Case) -> QuerySet[Need]:
    """The needs of the plan that may be referred, by the reader."""
    needs = seen_needs(case).filter(state__in=(NeedState.IDENTIFIED, NeedState.IN_PROGRESS))
    return needs.select_related("domain").order_by("domain__position", "identified_on", "pk")


class Sent(TextChoices):
    """How the list of what was sent is sorted."""

    ANSWERED = "reponses", _("Réponses à lire")
    AWAITING = "attente", _("En attente d’une réponse")
    ALL = "tous", _("Tous")


def sent_within(access: Access, sort: Sent, filters: Filters, *, mine: bool) -> QuerySet[CaseReferral]:
    """The referrals of dossiers within reach: those to read, those awaiting, or all; of the reader's dossiers if ``mine``."""
    seen = seen_in_cases(access, case="case", row="referral__is_restricted")
    ties = CaseReferral.objects.filter(seen, case__in=filtered(Case.objects.visible_to(access), filters))
    if mine:
        ties = ties.filter(case__agent=access.user.pk)
    if sort is Sent.ANSWERED:
        ties = with_news(ties)
    elif sort is Sent.AWAITING:
        ties = ties.filter(referral__state__in=ReferralState.awaiting_answer())
    return ties


def fetching_sent(
    access: Access, sort: Sent, filters: Filters, columns: Iterable[Column], *, mine: bool
) -> Fetch[CaseReferral]:
    """How a page of it is read, for ``page_read``: planning its many tables is longer than reading them."""
    ask = _page_sent if filters.get("q") else _prepared_page_sent
    what = {"access": access, "sort": sort, "filters": filters, "columns": tuple(columns), "mine": mine}
    return lambda place, size: list(ask(**what, place=place, size=size))  # type: ignore[arg-type] # by name


def _page_sent(
    *,
    access: Access,
    sort: Sent,
    filters: Filters,
    columns: tuple[Column, ...],
    mine: bool,
    place: Place,
    size: int,
) -> QuerySet[CaseReferral]:
    """Which they are is found first, then what the page shows of them."""
    found = slice_of(sent_within(access, sort, filters, mine=mine), "referral__created_at", place, size)
    rows = CaseReferral.objects.filter(pk__in=found.values("pk"))
    return with_columns(rows, columns).order_by(*place.order("referral__created_at", "pk"))


_prepared_page_sent = prepared(_page_sent)
