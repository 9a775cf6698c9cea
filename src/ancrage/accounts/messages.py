"""Every sentence accounts sends outside. No name in them: a mailbox may be read by others."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ancrage.accounts.models import User
from ancrage.accounts.notices import notice_of
from ancrage.messaging.actions import send_email


def password_link(user: User) -> str:
    """The address where ``user`` chooses a password: once, within three days."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return urljoin(settings.BASE_URL, path)


def invitation(user: User, *, at: datetime) -> None:
    with override(user.language):
        subject = _("Votre compte Ancrage")
        body = _(
            "Bonjour,\n\nUn compte Ancrage a été ouvert pour vous. Choisissez votre mot de passe à cette adresse "
            "(elle sert une fois, pendant trois jours) :\n\n%(link)s\n\n"
            "À votre première visite, Ancrage vous demandera aussi un second moyen de confirmer que c’est bien vous : "
            "une application sur votre téléphone ou une clé d’accès.\n"
        ) % {"link": password_link(user)}
    send_email(to=user.email, subject=subject, body=body, language=user.language, at=at, about=user)


def password_reset(user: User, link: str, *, at: datetime) -> None:
    with override(user.language):
        subject = _("Choisir un nouveau mot de passe")
        body = _(
            "Bonjour,\n\nPour choisir un nouveau mot de passe, ouvrez cette adresse (elle sert une fois, pendant trois jours) :"
            "\n\n%(link)s\n\nSi vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.\n"
        ) % {"link": link}
    send_email(to=user.email, subject=subject, body=body, language=user.language, at=at, about=user)


def factors_reset(user: User, *, at: datetime) -> None:
    with override(user.language):
        subject = _("Votre second moyen de confirmation a été retiré")
        body = _(
            "Bonjour,\n\nL’administration du système a retiré votre application ou votre clé d’accès. "
            "À votre prochaine visite, vous en ajouterez une nouvelle.\n\n"
            "Si vous ne l’avez pas demandé, avisez-la tout de suite.\n"
        )
    send_email(to=user.email, subject=subject, body=body, language=user.language, at=at, about=user)


def notice_waits(user: User, kind: str, *, at: datetime) -> None:
    """One notice, at once: its sort, and where to read it."""
    _send_count(user, [kind], at=at)


def digest(user: User, kinds: Collection[str], *, at: datetime) -> None:
    """How many notices of each sort wait, and where to read them."""
    _send_count(user, kinds, at=at)


def _send_count(user: User, kinds: Collection[str], *, at: datetime) -> None:
    with override(user.language):
        counts = Counter(_sort_name(kind) for kind in kinds)
        subject = ngettext(
            "%(n)d avis vous attend dans Ancrage", "%(n)d avis vous attendent dans Ancrage", len(kinds)
        ) % {"n": len(kinds)}
        body = _(
            "Bonjour,\n\nDans Ancrage, vous n’avez pas lu :\n\n%(counts)s\n\nLire ces avis :\n%(address)s\n\n"
            "Choisir ce que vous recevez par courriel :\n%(choices)s\n"
        ) % {
            "counts": "\n".join(f"– {name} : {count}" for name, count in counts.items()),
            "address": urljoin(settings.BASE_URL, reverse("accounts:notifications")),
            "choices": urljoin(settings.BASE_URL, reverse("accounts:notices")),
        }
    send_email(to=user.email, subject=subject, body=body, language=user.language, at=at, about=user)


def _sort_name(kind: str) -> str:
    found = notice_of(kind)
    return str(found[1].name) if found else _("Autre avis")
