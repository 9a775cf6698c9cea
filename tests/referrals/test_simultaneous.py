"""Two people answering at once: one wins, the other is told."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from ancrage.core import Refused, now
from ancrage.referrals.actions.answering import accept, decline
from ancrage.referrals.models import Referral, ReferralState
from tests.factories.referrals import DeclineReasonFactory
from tests.referrals.sent import sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes[place] = act()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


@pytest.mark.parametrize("by_link", [True, False])
def test_two_answers_at_once(by_link: bool) -> None:
    referral, reason = sent(), DeclineReasonFactory.create()
    by = referral.links.get() if by_link else referral.created_by
    outcomes = at_once(
        lambda: accept(referral=referral, by=by, at=now()),
        lambda: decline(referral=referral, by=by, at=now(), reason=reason),
    )
    refusals = [one for one in outcomes if isinstance(one, Refused)]
    winners = [one for one in outcomes if isinstance(one, Referral)]
    assert (len(refusals), len(winners)) == (1, 1)
    assert "Une réponse est déjà inscrite" in str(refusals[0])
    assert Referral.objects.get(pk=referral.pk).state == winners[0].state
    answers = referral.transitions.exclude(to_state__in=[ReferralState.SENT, ReferralState.OPENED])
    assert answers.count() == 1
