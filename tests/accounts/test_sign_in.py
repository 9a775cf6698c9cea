"""Signing in, the second factor, limits, the end of sessions: what keeps strangers out."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from ancrage.accounts.actions.sign_in import BY_ADDRESS, BY_LOGIN, fingerprint
from ancrage.accounts.middleware import DEMO
from ancrage.accounts.models import Outcome, SignInAttempt, User
from ancrage.audit.models import AuditEntry
from ancrage.messaging.models import OutgoingMessage
from tests.factories.accounts import PASSWORD, UserFactory, signed_in, user_as

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANOTHER = "une toute autre phrase"


def _with_password(role: str = "privacy_officer") -> User:
    user = user_as(role)
    user.set_password(PASSWORD)
    user.save()
    return user


def _sign_in(client: Client, user: User, password: str = PASSWORD, **extra: str):
    return client.post("/connexion/", {"login": user.email, "password": password}, **extra)


def _code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_staff_without_a_second_factor_go_nowhere_but_to_enrol_one(client: Client) -> None:
    user = _with_password()
    assert _sign_in(client, user).status_code == 302
    for address in ("/mon-compte/", "/avis/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/mon-compte/securite/")
    assert client.get("/mon-compte/securite/").status_code == 200


def test_a_fresh_sign_in_enrols_an_application_at_once_and_then_gets_in(client: Client) -> None:
    user = _with_password()
    _sign_in(client, user)
    page = client.get("/mon-compte/securite/application/")
    assert page.status_code == 200, "no second request for the password"
    secret = page.context["form"].secret
    assert client.post("/mon-compte/securite/application/", {"code": _code(secret)}).status_code == 302
    assert client.get("/mon-compte/").status_code == 200
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    codes = client.get("/mon-compte/securite/codes/")
    assert codes.status_code == 200, "no second request for the password"
    assert all(code in codes.content.decode() for code in codes.context["unused_codes"])
    file = client.get("/mon-compte/securite/codes/fichier/")
    assert file.content.decode().split() == codes.context["unused_codes"]
    assert secret not in str(stored.data), "the secret is not readable in the database"


def test_an_old_session_types_the_password_before_it_enrols(client: Client) -> None:
    _sign_in(client, _with_password())
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        answer = client.get("/mon-compte/securite/application/")
    assert answer["Location"].startswith("/mon-compte/confirmer/")


def test_a_password_then_a_code_open_the_session(client: Client) -> None:
    user = _with_password()
    TOTP.activate(user, SECRET)
    answer = _sign_in(client, user)
    assert answer["Location"].startswith("/connexion/confirmation/")
    assert client.get("/mon-compte/").status_code == 302
    assert client.get("/connexion/confirmation/").status_code == 200
    client.post("/connexion/confirmation/", {"code": _code()})
    assert client.get("/mon-compte/").status_code == 200
    assert SignInAttempt.objects.get(outcome=Outcome.SIGNED_IN).user == user
    assert AuditEntry.objects.filter(verb="accounts.session.opened", target_id=str(user.pk)).count() == 1


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    user = _with_password()
    _sign_in(client, user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get("/mon-compte/")["Location"] == "/mon-compte/securite/"


def test_a_newcomer_needs_no_second_factor(client: Client) -> None:
    _sign_in(client, _with_password("newcomer"))
    assert client.get("/")["Location"] == "/mon-plan/"
    assert client.get("/mon-compte/").status_code == 404


def test_the_door_of_the_demo_asks_for_no_phone_and_only_there(client: Client, settings) -> None:
    client.force_login(user_as("director"))
    session = client.session
    session[DEMO] = True
    session.save()
    assert client.get("/mon-compte/").status_code == 200
    settings.DEMO = False
    assert client.get("/mon-compte/")["Location"] == "/mon-compte/securite/"


def test_too_many_wrong_passwords_close_the_door_even_to_the_right_one(client: Client) -> None:
    user = _with_password()
    for _ in range(BY_LOGIN):
        assert _sign_in(client, user, ANOTHER).status_code == 200
    answer = _sign_in(client, user)
    assert answer.status_code == 200
    assert "même le bon mot de passe est refusé" in answer.content.decode()
    assert SignInAttempt.objects.filter(outcome=Outcome.LIMITED).count() == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert _sign_in(client, user).status_code == 302


def test_one_address_cannot_try_every_account(client: Client) -> None:
    SignInAttempt.objects.bulk_create(
        SignInAttempt(at=datetime.now(UTC), login=str(n), address="192.0.2.1", outcome=Outcome.WRONG_SECRET)
        for n in range(BY_ADDRESS)
    )
    user = _with_password()
    assert _sign_in(client, user, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert _sign_in(client, user, REMOTE_ADDR="192.0.2.2").status_code == 302


def test_wrong_codes_are_limited_as_passwords_are(client: Client) -> None:
    user = _with_password()
    TOTP.activate(user, SECRET)
    _sign_in(client, user)
    for _ in range(BY_LOGIN):
        client.post("/connexion/confirmation/", {"code": "000000"})
    answer = client.post("/connexion/confirmation/", {"code": _code()})
    assert answer.status_code == 200
    assert client.get("/mon-compte/").status_code == 302


def test_what_was_typed_at_the_door_is_not_readable_in_the_log(client: Client) -> None:
    client.post("/connexion/", {"login": "Inconnu@Exemple.ca", "password": ANOTHER})
    attempt = SignInAttempt.objects.get()
    assert (attempt.user, attempt.login) == (None, fingerprint("inconnu@exemple.ca"))
    assert "inconnu" not in attempt.login


def test_an_idle_session_ends(client: Client) -> None:
    signed_in(client, user_as("director"))
    assert client.get("/mon-compte/").status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=29)):
        assert client.get("/mon-compte/").status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=60)):
        assert client.get("/mon-compte/")["Location"].startswith("/connexion/")


def test_a_session_ends_at_the_end_of_the_day_however_busy(client: Client) -> None:
    signed_in(client, user_as("director"))
    start = datetime.now(UTC)
    for minutes in range(0, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.get("/mon-compte/").status_code == 200
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert client.get("/mon-compte/").status_code == 302


def test_a_closed_account_loses_its_open_session(client: Client) -> None:
    user = user_as("director")
    signed_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/mon-compte/").status_code == 302


def test_signing_out_needs_a_post(client: Client) -> None:
    signed_in(client, user_as("director"))
    client.get("/deconnexion/")
    assert client.get("/mon-compte/").status_code == 200
    client.post("/deconnexion/")
    assert client.get("/mon-compte/").status_code == 302


def test_no_one_opens_an_account_alone(client: Client) -> None:
    assert client.get("/inscription/")["Location"] == "/connexion/"
    client.post("/inscription/", {"email": "a@b.ca", "password1": PASSWORD})
    assert not User.objects.exists()


def test_a_forgotten_password_is_chosen_again_by_a_link_that_serves_once(client: Client) -> None:
    user = _with_password()
    client.post("/mot-de-passe/oublie/", {"email": user.email.upper()})
    message = OutgoingMessage.objects.get()
    assert message.to == user.email
    link = urlsplit(re.search(r"http\S+", message.body).group()).path  # type: ignore[union-attr]
    page = client.get(link, follow=True)
    assert page.status_code == 200
    client.post(page.redirect_chain[-1][0], {"password1": ANOTHER, "password2": ANOTHER})
    user.refresh_from_db()
    assert user.check_password(ANOTHER)
    assert "ne sert plus" in Client().get(link, follow=True).content.decode()
    assert AuditEntry.objects.filter(verb="accounts.password.changed").count() == 1


def test_the_page_does_not_say_whether_an_account_exists(client: Client) -> None:
    answer = client.post("/mot-de-passe/oublie/", {"email": "personne@exemple.ca"})
    assert answer["Location"] == "/mot-de-passe/oublie/envoye/"
    assert not OutgoingMessage.objects.exists()


def test_who_chose_a_password_by_the_link_enrols_at_once(client: Client) -> None:
    user = _with_password()
    client.post("/mot-de-passe/oublie/", {"email": user.email})
    _sign_in(client, user)
    assert client.get("/mon-compte/securite/application/").status_code == 200


def test_a_closed_account_gets_no_link(client: Client) -> None:
    user = UserFactory.create(is_active=False)
    client.post("/mot-de-passe/oublie/", {"email": user.email})
    assert not OutgoingMessage.objects.exists()


def test_the_last_second_factor_cannot_be_removed(client: Client) -> None:
    user = _with_password()
    TOTP.activate(user, SECRET)
    _sign_in(client, user)
    client.post("/connexion/confirmation/", {"code": _code()})
    answer = client.post("/mon-compte/securite/application/retirer/", follow=True)
    if answer.redirect_chain and "confirmer" in answer.redirect_chain[-1][0]:
        answer = client.post(answer.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
