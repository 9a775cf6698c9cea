from uuid import uuid4

from ancrage.core import today
from tests.access.rows import EVERYBODY, STAFF, Row, only
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
    Row("accounts:me", STAFF),
    Row("accounts:me", STAFF, data={"full_name": "N", "language": "fr"}),
    Row("accounts:close_sessions", STAFF, data={}),
    Row("accounts:notifications", STAFF),
    Row("accounts:notifications", STAFF, data={}),
    Row("accounts:notices", STAFF),
    Row("accounts:notices", STAFF, data={}, answers=frozenset({200, 302})),
    Row("account_change_password", STAFF, answers=frozenset({200, 302})),
    Row("account_set_password", STAFF, answers=frozenset({200, 302})),
    # 403: these users have neither password nor key to confirm with.
    Row("account_reauthenticate", STAFF, answers=frozenset({200, 302, 403})),
    Row("mfa_reauthenticate", STAFF, answers=frozenset({200, 302, 403})),
    Row("mfa_reauthenticate_webauthn", STAFF, answers=frozenset({200, 302, 403})),
    Row("mfa_index", STAFF),
    Row("mfa_activate_totp", STAFF, answers=frozenset({200, 302})),
    Row("mfa_deactivate_totp", STAFF, answers=frozenset({200, 302, 404})),
    Row("mfa_view_recovery_codes", STAFF, answers=frozenset({302, 404})),
    Row("mfa_generate_recovery_codes", STAFF, answers=frozenset({200, 302})),
    Row("mfa_download_recovery_codes", STAFF, answers=frozenset({302, 404})),
    Row("mfa_list_webauthn", STAFF, answers=frozenset({200, 302})),
    Row("mfa_add_webauthn", STAFF, answers=frozenset({200, 302})),
    Row("mfa_remove_webauthn", STAFF, to=_key, answers=frozenset({302, 404})),
    Row("mfa_edit_webauthn", STAFF, to=_key, answers=frozenset({302, 404})),
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
