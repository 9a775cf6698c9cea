"""What time does to referrals."""

from datetime import timedelta
from unittest import mock

import pytest

from ancrage.accounts.models import Notification
from ancrage.core import now
from ancrage.referrals import jobs
from ancrage.referrals.actions import expiring
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.models import Referral, ReferralState
from tests.factories.accounts import UserFactory
from tests.referrals.sent import link_of, mails_about, sent, sent_tie

pytestmark = pytest.mark.django_db


def test_expiry_forgets_the_person_and_tells_who_follows_the_dossier() -> None:
    agent = UserFactory.create()
    late, fresh = sent_tie(days_ago=15, case__agent=agent).referral, sent()
    jobs.expire_referrals(0)
    late.refresh_from_db()
    fresh.refresh_from_db()
    assert (late.state, late.package, late.person_name) == (ReferralState.EXPIRED, [], "")
    assert fresh.state == ReferralState.SENT
    assert link_of(late).revoked_at is not None
    assert Notification.objects.get().user == agent


def test_one_bad_row_stops_no_other() -> None:
    first, second = sent(days_ago=15), sent(days_ago=15)

    def failing(*, referral: Referral, **rest: object) -> bool:
        if referral == first:
            raise RuntimeError
        return expiring.expire(referral=referral, **rest)

    with mock.patch.object(jobs, "expire", failing):
        jobs.expire_referrals(0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ReferralState.SENT, ReferralState.EXPIRED)


def test_what_was_answered_does_not_expire() -> None:
    referral = sent(days_ago=13)
    accept(referral=referral, by=referral.created_by, at=now())
    assert not expiring.expire(referral=referral, by=referral.created_by, at=now() + timedelta(days=9))


def test_the_organisation_is_reminded_once_before_the_end() -> None:
    soon, later = sent(days_ago=12), sent(days_ago=5)
    jobs.remind_organizations(0)
    jobs.remind_organizations(0)
    assert [message.subject.split()[0] for message in mails_about(soon)] == ["Aiguillage", "Rappel"]
    assert len(mails_about(later)) == 1
