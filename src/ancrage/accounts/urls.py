"""Addresses of accounts. The pages of the sign-in library keep its names, which it looks for itself."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, include, path, re_path

from ancrage.accounts.pages import View, page
from ancrage.accounts.views import me, recovery, session, users

_stranger = page(permission=None, public=True, writes=True)
_signed_in = page(permission=None, writes=True)


def _door(route: str, view: View, name: str) -> URLPattern:
    return path(route, _stranger(view), name=name)


def _mine(route: str, view: View, name: str) -> URLPattern:
    return path(route, _signed_in(view), name=name)


SIGN_IN = [
    _door("connexion/", account.login, "account_login"),
    _door("connexion/confirmation/", mfa.authenticate, "mfa_authenticate"),
    _door("connexion/cle/", keys.login_webauthn, "mfa_login_webauthn"),
    _door("connexion/compte-ferme/", account.account_inactive, "account_inactive"),
    path("deconnexion/", session.sign_out, name="account_logout"),
    path("inscription/", session.closed_sign_up, name="account_signup"),
    _door("mot-de-passe/oublie/", account.password_reset, "account_reset_password"),
    _door("mot-de-passe/oublie/envoye/", account.password_reset_done, "account_reset_password_done"),
    _door("mot-de-passe/choisi/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    re_path(
        r"^mot-de-passe/lien/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _stranger(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]

SECURITY = [
    _mine("mon-compte/mot-de-passe/", account.password_change, "account_change_password"),
    _mine("mon-compte/mot-de-passe/choisir/", account.password_set, "account_set_password"),
    _mine("mon-compte/confirmer/", account.reauthenticate, "account_reauthenticate"),
    _mine("mon-compte/confirmer/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    _mine("mon-compte/confirmer/cle/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _mine("mon-compte/securite/", mfa.index, "mfa_index"),
    _mine("mon-compte/securite/application/", totp.activate_totp, "mfa_activate_totp"),
    _mine("mon-compte/securite/application/retirer/", totp.deactivate_totp, "mfa_deactivate_totp"),
    path("mon-compte/securite/codes/", recovery.codes, name="mfa_view_recovery_codes"),
    _mine("mon-compte/securite/codes/nouveaux/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    path("mon-compte/securite/codes/fichier/", recovery.download, name="mfa_download_recovery_codes"),
    _mine("mon-compte/securite/cles/", keys.list_webauthn, "mfa_list_webauthn"),
    _mine("mon-compte/securite/cles/ajouter/", keys.add_webauthn, "mfa_add_webauthn"),
    _mine("mon-compte/securite/cles/<int:pk>/retirer/", keys.remove_webauthn, "mfa_remove_webauthn"),
    _mine("mon-compte/securite/cles/<int:pk>/nom/", keys.edit_webauthn, "mfa_edit_webauthn"),
]

OWN = [
    path("mon-compte/", me.account, name="me"),
    path("mon-compte/autres-sessions/", me.close_other_sessions, name="close_sessions"),
    path("mon-compte/avis/", me.notices, name="notices"),
    path("avis/", me.notifications, name="notifications"),
    path("comptes/", users.index, name="users"),
    path("comptes/roles/", users.roles, name="roles"),
    path("comptes/inviter/", users.invite_user, name="invite"),
    path("comptes/<uuid:pk>/", users.detail, name="user"),
    path("comptes/<uuid:pk>/inviter/", users.send_again, name="invite_again"),
    path("comptes/<uuid:pk>/second-facteur/", users.forget_factors, name="reset_factors"),
    path("comptes/<uuid:pk>/depart/", users.departure, name="leave"),
    path("comptes/<uuid:pk>/affectations/", users.give, name="assign"),
    path("comptes/<uuid:pk>/affectations/<uuid:assignment_id>/fin/", users.end, name="end_assignment"),
]

urlpatterns = [*SIGN_IN, *SECURITY, path("", include((OWN, "accounts")))]
