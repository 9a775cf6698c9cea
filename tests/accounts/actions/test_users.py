from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator

from ancrage.accounts.actions import users
from ancrage.accounts.actions.users import UserRefused, close_sessions, invite, invite_again, leave, reset_factors
from ancrage.accounts.models import Assignment, User
from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.core.dates import local_day
from ancrage.messaging.models import OutgoingMessage
from ancrage.territory.dated import from_day
from tests.factories.accounts import AssignmentFactory, UserFactory, signed_in, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return user_as("system_administrator")


def test_an_invitation_opens_an_account_and_sends_its_link(administrator: User) -> None:
    user = invite(email="Leila@Exemple.ca", full_name="Leïla Haddad", language="fr", by=administrator, at=now())
    assert (user.email, user.has_usable_password()) == ("leila@exemple.ca", False)
    message = OutgoingMessage.objects.get()
    assert message.to == "leila@exemple.ca"
    assert "/mot-de-passe/lien/" in message.body
    assert "Haddad" not in message.subject + message.body
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor) == ("accounts.user.invited", administrator.actor_ref)


def test_one_account_by_address_whatever_its_case(administrator: User) -> None:
    UserFactory.create(email="leila@exemple.ca")
    with pytest.raises(UserRefused, match="existe déjà"):
        invite(email="LEILA@exemple.ca", full_name="L", language="fr", by=administrator, at=now())
    assert not OutgoingMessage.objects.exists()


def test_what_is_no_address_opens_no_account(administrator: User) -> None:
    with pytest.raises(UserRefused, match="courriel complet"):
        invite(email="leila", full_name="L", language="fr", by=administrator, at=now())
    assert not User.objects.filter(email="leila").exists()


def test_an_invitation_goes_again_until_it_was_used(administrator: User) -> None:
    user = UserFactory.create()
    invite_again(user=user, by=administrator, at=now())
    assert OutgoingMessage.objects.count() == 1
    user.last_login = now()
    with pytest.raises(UserRefused):
        invite_again(user=user, by=administrator, at=now())


def test_who_leaves_keeps_nothing_but_a_name(administrator: User, client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = user_as("integration_agent", full_name="Agente Partie")
    future = AssignmentFactory.create(user=user, role="privacy_officer", during=from_day(today() + timedelta(days=9)))
    past = AssignmentFactory.create(user=user, during=from_day(date(2018, 1, 1), date(2019, 1, 1)))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    told: list = []
    monkeypatch.setattr(users, "_departures", [lambda who, by, at: told.append((who.pk, local_day(at)))])
    signed_in(client, user)

    leave(user=user, by=administrator, at=now())

    user.refresh_from_db()
    assert (user.full_name, user.is_active, user.left_on) == ("Agente Partie", False, today())
    assert not user.has_usable_password()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not Assignment.objects.filter(pk=future.pk).exists()
    assert not Assignment.objects.on(today()).filter(user=user).exists()
    past.refresh_from_db()
    assert past.during == from_day(date(2018, 1, 1), date(2019, 1, 1))
    assert told == [(user.pk, today())]
    assert client.get("/mon-compte/").status_code == 302


def test_what_began_today_was_held_today(administrator: User) -> None:
    held = AssignmentFactory.create(during=from_day(today()))
    leave(user=held.user, by=administrator, at=now())
    held.refresh_from_db()
    assert held.during == from_day(today(), today() + timedelta(days=1))


def test_leaving_twice_changes_nothing_more(administrator: User) -> None:
    user = UserFactory.create()
    leave(user=user, by=administrator, at=now())
    leave(user=user, by=administrator, at=now() + timedelta(days=3))
    user.refresh_from_db()
    assert user.left_on == today()
    assert AuditEntry.objects.filter(verb="accounts.user.left").count() == 1


def test_no_one_closes_or_disarms_their_own_account(administrator: User) -> None:
    for refused in (leave, reset_factors):
        with pytest.raises(UserRefused):
            refused(user=administrator, by=administrator, at=now())


def test_a_lost_factor_is_forgotten_with_its_sessions(administrator: User, client) -> None:
    user = user_as("director")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    signed_in(client, user)
    reset_factors(user=user, by=administrator, at=now())
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/mon-compte/").status_code == 302
    assert OutgoingMessage.objects.get().to == user.email


def test_closing_sessions_closes_each(client) -> None:
    user = user_as("director")
    signed_in(client, user)
    close_sessions(user=user, by=user, at=now())
    assert client.get("/mon-compte/").status_code == 302
