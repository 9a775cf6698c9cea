from datetime import UTC, date, datetime

import pytest
from django.test import Client
from time_machine import travel

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.closing import ClosingRefused, close_case, reopen_case
from ancrage.newcomers.actions.transfer import TransferRefused, transfer_case
from ancrage.newcomers.models import Case, CaseState, ClosingReason, Consent, DeclaredTie, FollowUp, Purpose
from tests.factories.accounts import access_as, signed_in, user_as
from tests.factories.newcomers import (
    CaseFactory,
    CaseReferralFactory,
    CircleMemberFactory,
    ConsentFactory,
    FollowUpFactory,
)
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


@pytest.fixture
def reason() -> ClosingReason:
    return ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")


def planned(case: Case) -> list[int]:
    return list(case.follow_ups.planned().order_by("milestone").values_list("milestone", flat=True))


@pytest.mark.parametrize(("agreed", "kept"), [(False, []), (True, [365])])
def test_closing_cancels_the_follow_ups_but_the_last_one_agreed_to(
    reason: ClosingReason, *, agreed: bool, kept: list[int]
) -> None:
    case = CaseFactory.create()
    FollowUpFactory.create(case=case, milestone=90, due_on=date(2021, 10, 3))
    FollowUpFactory.create(case=case, milestone=365, due_on=date(2022, 7, 5))
    if agreed:
        ConsentFactory.create(case=case, purposes=[Purpose.CONTACT_AFTER])
    by = user_as("integration_agent", case.service_point)
    close_case(case=case, reason=reason, note="", by=by, at=AT)
    assert planned(case) == kept
    reopen_case(case=case, note="Elle revient", by=by, at=AT)
    assert planned(case) == [90, 365]
    assert list(case.transitions.order_by("at", "pk").values_list("kind", flat=True)) == ["closed", "reopened"]


def test_the_last_follow_up_agreed_to_is_recorded_from_the_pages(client: Client, reason: ClosingReason) -> None:
    """It was kept, and nothing led to it: neither the page of the dossier nor the day of whoever followed it."""
    point = ServicePointFactory.create()
    agent = user_as("integration_agent", point)
    case = CaseFactory.create(service_point=point, agent=agent)
    row = FollowUpFactory.create(case=case, milestone=730, due_on=date(2021, 7, 14))
    consent = ConsentFactory.create(case=case, purposes=[Purpose.CONTACT_AFTER])
    close_case(case=case, reason=reason, note="", by=agent, at=AT)
    signed_in(client, agent)
    url, pages = f"/dossiers/{case.pk}/suivis/{row.pk}/", (f"/dossiers/{case.pk}/suivis/", "/ma-journee/")
    with travel(AT, tick=False):
        assert all(url in client.get(page).content.decode() for page in pages)
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=AT)
        assert not any(url in client.get(page).content.decode() for page in pages)
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=None)
        client.post(url, {"source": "none", "done_on": "2021-07-14", "presence": "unknown", "activity": "unknown"})
    assert not FollowUp.objects.planned().exists()


def test_a_dossier_awaiting_an_answer_does_not_close(reason: ClosingReason) -> None:
    tie = CaseReferralFactory.create()
    tie.referral.state, tie.referral.sent_at, tie.referral.expires_at = "sent", AT, AT
    tie.referral.save()
    with pytest.raises(ClosingRefused, match="attendent une réponse"):
        close_case(case=tie.case, reason=reason, note="", by=user_as("integration_agent"), at=AT)
    assert Case.objects.get(pk=tie.case.pk).state == CaseState.ACTIVE


def test_one_open_dossier_per_person(reason: ClosingReason) -> None:
    old = CaseFactory.create(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    CaseFactory.create(person=old.person)
    with pytest.raises(ClosingRefused, match="déjà un dossier ouvert"):
        reopen_case(case=old, note="", by=user_as("integration_agent"), at=AT)


def test_a_transfer_hands_over_and_leaves_a_trace() -> None:
    case, to = CaseFactory.create(), ServicePointFactory.create()
    giver, taker = user_as("integration_agent", case.service_point), user_as("integration_agent", to)
    case.agent = giver
    case.save()
    transfer_case(case=case, to=to, agent=None, note="Le bail est à relire.", by=giver, at=AT)
    case.refresh_from_db()
    assert (case.service_point, case.region, case.agent) == (to, to.region, None)
    assert case.transitions.get().note == "Le bail est à relire."
    assert list(Notification.objects.values_list("user", flat=True)) == [taker.pk]
    assert AuditEntry.objects.filter(verb="newcomers.case.transferred", about__contains=[case.pk]).exists()
    assert not Case.objects.visible_to(access_as("integration_agent", case.transitions.get().from_point)).exists()


def test_a_restricted_dossier_is_handed_to_someone_named_and_leaves_the_others() -> None:
    case, to = CaseFactory.create(is_restricted=True), ServicePointFactory.create()
    giver, taker = user_as("integration_agent", case.service_point), user_as("integration_agent", to)
    CircleMemberFactory.create(case=case, user=giver)
    with pytest.raises(TransferRefused, match="personne nommée"):
        transfer_case(case=case, to=to, agent=None, note="Voir le plan.", by=giver, at=AT)
    transfer_case(case=case, to=to, agent=taker, note="Voir le plan.", by=giver, at=AT)
    assert list(case.circle.filter(until=None).values_list("user", flat=True)) == [taker.pk]


@pytest.mark.parametrize("problem", ["same", "note", "elsewhere", "closed", "tie"])
def test_a_transfer_that_makes_no_sense_is_refused(problem: str, reason: ClosingReason) -> None:
    case, to = CaseFactory.create(), ServicePointFactory.create()
    giver, taker = user_as("integration_agent", case.service_point), user_as("integration_agent", to)
    if problem == "closed":
        close_case(case=case, reason=reason, note="", by=giver, at=AT)
    if problem == "tie":
        DeclaredTie.objects.create(case=case, user=taker, declared_at=AT)
    with pytest.raises(TransferRefused):
        transfer_case(
            case=case,
            to=case.service_point if problem == "same" else to,
            agent={"elsewhere": giver, "tie": taker}.get(problem),
            note="" if problem == "note" else "Voir le plan.",
            by=giver,
            at=AT,
        )
    assert not case.transitions.filter(kind="transferred").exists()
