from datetime import timedelta

import pytest

from ancrage.accounts.actions.sign_in import KEPT, forget_old, note_attempt
from ancrage.accounts.models import Notification, Outcome, SignInAttempt
from ancrage.core import now
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_tries_and_notifications_are_kept_a_year() -> None:
    at = now()
    for age in (KEPT - timedelta(days=1), KEPT + timedelta(days=1)):
        note_attempt(email="a@b.ca", address=None, outcome=Outcome.WRONG_SECRET, at=at - age)
        Notification.objects.create(user=UserFactory.create(), kind="test", text="", created_at=at - age)
    assert forget_old(at=at) == 2
    assert SignInAttempt.objects.count() == Notification.objects.count() == 1
