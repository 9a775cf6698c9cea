"""The links by which an organisation answers without an account. Real time, like their signature."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ancrage.core.actors import Actor
from ancrage.core.clock import real_now
from ancrage.core.errors import Refused
from ancrage.referrals import messages
from ancrage.referrals.actions.moving import locked, move
from ancrage.referrals.models import AnswerLink, LinkBrowser, LinkUse, LinkUseKind, Referral, ReferralState
from ancrage.referrals.transitions import OPEN

CODE_MINUTES: Final = 10
TRIES_A_CODE: Final = 5
CODES_AN_HOUR: Final = 6
# Past this many wrong codes, no code opens the link any more: only Mes aiguillages, or a new link.
WRONG_A_LINK: Final = 20


class LinkRefused(Refused):
    """The link no longer serves, or not from this browser."""


def issue_link(referral: Referral, *, at: datetime) -> AnswerLink:
    """A new link, the only one that works from now on. It lives as long as the answer is awaited."""
    revoke_links(referral)
    assert referral.expires_at is not None  # noqa: S101 - sent, the database says so
    start = real_now()
    return AnswerLink.objects.create(referral=referral, created_at=start, expires_at=start + (referral.expires_at - at))


def revoke_links(referral: Referral) -> None:
    referral.links.filter(revoked_at=None, used_at=None).update(revoked_at=real_now())


def close_links(referral: Referral) -> None:
    """The answer is given: the links show it, and answer nothing more."""
    referral.links.filter(revoked_at=None, used_at=None).update(used_at=real_now())


def check_open(link: AnswerLink) -> None:
    """Hold the link for the transaction.

    :raises LinkRefused: revoked, used or expired.
    """
    if not AnswerLink.objects.select_for_update(of=("self",)).get(pk=link.pk).is_open(real_now()):
        raise LinkRefused(_("Ce lien ne sert plus."))


def log_use(link: AnswerLink, kind: LinkUseKind, *, address: str | None) -> None:
    LinkUse.objects.create(link=link, at=real_now(), kind=kind, address=address)


@transaction.atomic
def open_referral(*, referral: Referral, by: AnswerLink, at: datetime) -> Referral:
    """Note that someone, and not a mail scanner, opened the page: the first thing done on it."""
    referral = locked(referral.pk)
    check_open(by)
    opened(referral, by=by, at=at)
    return referral


def opened(referral: Referral, *, by: Actor, at: datetime) -> None:
    """The first thing someone of the organisation does; ``referral`` is locked."""
    if referral.state == ReferralState.SENT:
        referral.first_opened_at = at
        move(referral, OPEN, by=by, at=at, fields=("first_opened_at",))


@transaction.atomic
def ask_code(*, link: AnswerLink, address: str | None, at: datetime) -> LinkBrowser:
    """Send a code to the organisation's registered address, good for the browser that asked only.

    :raises LinkRefused: too many codes asked or wrong, or the link no longer serves.
    """
    referral = open_referral(referral=link.referral, by=link, at=at)
    start = real_now()
    if link.uses.filter(kind=LinkUseKind.CODE_WRONG).count() >= WRONG_A_LINK:
        raise LinkRefused(_("Trop de codes erronés : ce lien ne s’ouvre plus par code. Demandez un nouveau lien."))
    if link.browsers.filter(sent_at__gt=start - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise LinkRefused(_("Trop de codes demandés. Réessayez dans une heure."))
    browser = LinkBrowser(link=link, sent_at=start, expires_at=start + timedelta(minutes=CODE_MINUTES))
    code = f"{secrets.randbelow(1_000_000):06}"
    browser.code_hash = _hash(browser.pk, code)
    browser.save()
    log_use(link, LinkUseKind.CODE_ASKED, address=address)
    messages.code_sent(referral, code, minutes=CODE_MINUTES, at=at)
    return browser


def prove_code(*, link: AnswerLink, browser_id: UUID | None, code: str, address: str | None) -> LinkBrowser:
    """Recognise the browser that gives back its own code.

    :raises LinkRefused: a wrong, late or worn-out code; the try is counted all the same.
    """
    found = _try_code(link, browser_id, code, address)
    if isinstance(found, LinkBrowser):
        return found
    raise LinkRefused(found, field="code")


@transaction.atomic
def _try_code(link: AnswerLink, browser_id: UUID | None, code: str, address: str | None) -> LinkBrowser | str:
    """The browser, or why not: returned, since a refusal raised here would undo the counting."""
    check_open(link)
    asked = link.browsers.select_for_update(of=("self",))
    browser = asked.filter(pk=browser_id).first() if browser_id else None
    if browser is None:
        return _("Ce navigateur n’a pas demandé de code. Demandez-en un.")
    if browser.expires_at <= real_now() or browser.attempts >= TRIES_A_CODE:
        return _("Ce code n’est plus bon. Demandez-en un autre.")
    browser.attempts += 1
    if is_right := constant_time_compare(browser.code_hash, _hash(browser.pk, code)):
        browser.proved_at = real_now()
    browser.save(update_fields=["attempts", "proved_at"])
    log_use(link, LinkUseKind.CODE_PROVED if is_right else LinkUseKind.CODE_WRONG, address=address)
    return browser if is_right else _("Ce n’est pas le code envoyé. Vérifiez les six chiffres.")


def _hash(browser_id: UUID, code: str) -> str:
    return salted_hmac("ancrage.referrals.code", f"{browser_id.hex}:{code}", algorithm="sha256").hexdigest()
