"""Any sequence of actions, in any order, keeps what must hold."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ancrage.audit.models import AuditEntry
from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.referrals.actions import answering, expiring, linking, progress, sending, withdrawing
from ancrage.referrals.models import AnswerLink, Referral, ReferralState, ReferralTransition
from ancrage.referrals.transitions import FINAL, STEPS
from tests.factories.newcomers import CaseReferralFactory
from tests.factories.referrals import DeclineReasonFactory, ReferralOutcomeFactory
from tests.referrals.sent import NAME, PACKAGE, sent

S = ReferralState


class Life(RuleBasedStateMachine):
    """Sender, organisation, its link and time, each acting when it likes."""

    @initialize()
    def draft(self) -> None:
        tie = CaseReferralFactory.create(referral__package=PACKAGE, referral__person_name=NAME)
        self.referral, self.at = tie.referral, now()
        self.reason, self.outcome = DeclineReasonFactory.create(), ReferralOutcomeFactory.create()
        self.user = self.referral.created_by
        self.refusals: list[str] = []

    def attempt(self, act: Any, **arguments: Any) -> None:
        self.referral.refresh_from_db()
        before = self.referral.state
        try:
            with transaction.atomic():
                act(referral=self.referral, by=arguments.pop("by", self.user), at=self.at, **arguments)
        except Refused as refusal:
            self.refusals.append(str(refusal))
            self.referral.refresh_from_db()
            assert self.referral.state == before

    def link(self) -> AnswerLink | Any:
        return self.referral.links.order_by("-created_at", "-pk").first() or self.user

    @rule()
    def send(self) -> None:
        self.attempt(sending.send)

    @rule()
    def resend(self) -> None:
        self.attempt(sending.resend)

    @rule(by_link=st.booleans())
    def accept(self, by_link: bool) -> None:
        self.attempt(answering.accept, by=self.link() if by_link else self.user)

    @rule(by_link=st.booleans())
    def wait(self, by_link: bool) -> None:
        self.attempt(answering.put_on_waiting_list, by=self.link() if by_link else self.user, waiting_weeks=3)

    @rule()
    def decline(self) -> None:
        self.attempt(answering.decline, reason=self.reason)

    @rule()
    def ask(self) -> None:
        self.attempt(answering.ask_precision, question="Quand?")

    @rule()
    def reply(self) -> None:
        self.attempt(answering.reply, text="Le soir.")

    @rule()
    def start(self) -> None:
        self.attempt(progress.start)

    @rule()
    def finish(self) -> None:
        self.attempt(progress.finish, outcome=self.outcome)

    @rule()
    def give_up(self) -> None:
        self.attempt(progress.give_up, outcome=self.outcome)

    @rule()
    def withdraw(self) -> None:
        self.attempt(withdrawing.withdraw)

    @rule()
    def stop_sharing(self) -> None:
        self.attempt(withdrawing.stop_sharing)
        self.referral.refresh_from_db()
        assert not self.referral.is_shared

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.attempt(expiring.expire, by=JobActor("test"))

    @invariant()
    def holds(self) -> None:
        referral = Referral.objects.get(pk=self.referral.pk)
        steps = list(ReferralTransition.objects.filter(referral=referral).order_by("pk"))
        assert all(refusal.endswith(".") for refusal in self.refusals)
        path = [S.DRAFT, *(step.to_state for step in steps)]
        assert path[-1] == referral.state
        assert [step.from_state for step in steps] == path[:-1]
        known = {(source, step.target) for step in STEPS for source in step.sources}
        assert set(pairwise(path)) <= known
        assert not FINAL & set(path[:-1])
        assert AuditEntry.objects.filter(target_id=str(referral.pk)).count() >= len(steps)
        if not referral.is_shared and referral.state != S.DRAFT:
            assert (referral.package, referral.person_name, referral.told_email) == ([], "", "")
            assert not referral.questions.exclude(text="").exists()
        open_links = referral.links.filter(revoked_at=None, used_at=None).count()
        assert open_links == (1 if referral.is_awaiting else 0)
        if S.ACCEPTED in path or S.DECLINED in path or S.WAITING_LIST in path:
            assert referral.first_opened_at and referral.answered_at
        if referral.state == S.DECLINED:
            assert referral.decline_reason is not None


class AnySequence(TestCase):
    def test_any_sequence_keeps_the_invariants(self) -> None:
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )


class Machine(Life):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_the_database_refuses_a_refusal_without_reason() -> None:
    referral = sent()
    with pytest.raises(IntegrityError, match="referral_declined_has_reason"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state=S.DECLINED)


@pytest.mark.django_db
def test_the_table_names_each_state() -> None:
    reached = {step.target for step in STEPS} | {S.DRAFT}
    assert reached == set(S)
    assert {S.DECLINED, S.WITHDRAWN, S.EXPIRED, S.DONE, S.NOT_DONE} == FINAL


@pytest.mark.django_db
def test_a_link_acts_as_itself() -> None:
    referral = sent()
    link = referral.links.get()
    linking.open_referral(referral=referral, by=link, at=now())
    assert referral.transitions.order_by("-pk").first().actor == f"link:{link.pk}"
