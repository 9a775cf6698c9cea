from uuid import uuid4

from ancrage.core import today
from tests.access.rows import EVERYBODY, SIGNED_IN, Row, only
from tests.factories.accounts import AssignmentFactory, UserFactory

ADMIN = only("system_administrator")
REDIRECTS = frozenset({302})


def _someone(_user):
    return {"pk": UserFactory.create().pk}


def _nobody(_user):
    return {"pk": uuid4()}


def _held(_user):
    held = AssignmentFactory.create()
    return {"pk": held.user_id, "assignment_id": held.pk}


def _held_by_another(_user):
    return {"pk": UserFactory.create().pk, "assignment_id": AssignmentFactory.create().pk}


def _key(_user):
    return {"pk": 0}


def _link(_user):
    return {"uidb36": "0", "key": "a-b"}


ROWS = [
    # Whoever is signed in has no more to do at the sign-in page.
    Row("account_login", EVERYBODY, answers=frozenset({200, 302})),
    Row("mfa_authenticate", EVERYBODY, answers=REDIRECTS),
    Row("mfa_login_webauthn", EVERYBODY, answers=frozenset({200, 302})),
    Row("account_inactive", EVERYBODY),
    Row("account_logout", EVERYBODY, answers=REDIRECTS),
    Row("account_logout", EVERYBODY, data={}),
    Row("account_signup", EVERYBODY, answers=REDIRECTS),
    Row("account_reset_password", EVERYBODY),
    Row("account_reset_password_done", EVERYBODY),
    Row("account_reset_password_from_key", EVERYBODY, to=_link),
    Row("account_reset_password_from_key_done", EVERYBODY),
    # One's own account. What touches its security asks for the password again.
    Row("accounts:me", SIGNED_IN),
    Row("accounts:me", SIGNED_IN, data={"full_name": "N", "language": "fr"}),
    Row("accounts:close_sessions", SIGNED_IN, data={}),
    Row("accounts:notifications", SIGNED_IN),
    Row("accounts:notifications", SIGNED_IN, data={}),
    Row("accounts:notices", SIGNED_IN),
    Row("accounts:notices", SIGNED_IN, data={}, answers=frozenset({200, 302})),
    Row("account_change_password", SIGNED_IN, answers=frozenset({200, 302})),
    Row("account_set_password", SIGNED_IN, answers=frozenset({200, 302})),
    # 403: these users have neither password nor key to confirm with.
    Row("account_reauthenticate", SIGNED_IN, answers=frozenset({200, 302, 403})),
    Row("mfa_reauthenticate", SIGNED_IN, answers=frozenset({200, 302, 403})),
    Row("mfa_reauthenticate_webauthn", SIGNED_IN, answers=frozenset({200, 302, 403})),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_activate_totp", SIGNED_IN, answers=frozenset({200, 302})),
    Row("mfa_deactivate_totp", SIGNED_IN, answers=frozenset({200, 302, 404})),
    Row("mfa_view_recovery_codes", SIGNED_IN, answers=frozenset({302, 404})),
    Row("mfa_generate_recovery_codes", SIGNED_IN, answers=frozenset({200, 302})),
    Row("mfa_download_recovery_codes", SIGNED_IN, answers=frozenset({302, 404})),
    Row("mfa_list_webauthn", SIGNED_IN, answers=frozenset({200, 302})),
    Row("mfa_add_webauthn", SIGNED_IN, answers=frozenset({200, 302})),
    Row("mfa_remove_webauthn", SIGNED_IN, to=_key, answers=frozenset({302, 404})),
    Row("mfa_edit_webauthn", SIGNED_IN, to=_key, answers=frozenset({302, 404})),
    # Everyone's accounts.
    Row("accounts:users", ADMIN),
    Row("accounts:roles", ADMIN),
    Row("accounts:invite", ADMIN),
    Row("accounts:invite", ADMIN, data={"email": "a@b.ca", "full_name": "A B", "language": "fr"}),
    Row("accounts:user", ADMIN, to=_someone, outside=_nobody),
    Row("accounts:invite_again", ADMIN, to=_someone, outside=_nobody, data={}),
    Row("accounts:reset_factors", ADMIN, to=_someone, outside=_nobody, data={}),
    Row("accounts:leave", ADMIN, to=_someone, outside=_nobody),
    Row("accounts:leave", ADMIN, to=_someone, outside=_nobody, data={}),
    Row("accounts:assign", ADMIN, to=_someone, outside=_nobody),
    Row("accounts:assign", ADMIN, to=_someone, data={"role": "privacy_officer", "start": "2021-07-01"}),
    Row("accounts:end_assignment", ADMIN, to=_held, outside=_held_by_another),
    Row("accounts:end_assignment", ADMIN, to=_held, data={"before": today().isoformat()}),
]
