"""The menu: one table, beside the roles. Each line opens to whoever holds one of its capabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import Notification
from ancrage.accounts.permissions import Permission as Accounts
from ancrage.directory.permissions import Permission as Directory
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.referrals.permissions import Permission as Referrals
from ancrage.ui.navigation import Item, Menu, Section
from ancrage.workspace.permissions import Permission as Workspace


@dataclass(frozen=True)
class Line:
    name: str | Promise
    view: str
    icon: str
    permissions: tuple[StrEnum, ...]


MENU: tuple[tuple[str | Promise, tuple[Line, ...]], ...] = (
    (
        _("Mon travail"),
        (
            Line(_("Ma journée"), "workspace:day", "sun", (Workspace.OWN_DAY,)),
            Line(_("Dossiers"), "newcomers:cases", "folder", (Newcomers.READ_CASE,)),
            Line(_("Demandes"), "newcomers:requests", "inbox", (Newcomers.WRITE_CASE, Newcomers.ASSIGN)),
            Line(_("Aiguillages"), "newcomers:sent_referrals", "send", (Newcomers.READ_CASE,)),
            Line(_("Vérifications"), "newcomers:inquiries", "users", (Newcomers.WRITE_CASE,)),
            Line(_("Accès exceptionnel"), "newcomers:exceptional_access", "lock", (Newcomers.EXCEPTIONAL_ACCESS,)),
            Line(_("Mes aiguillages"), "referrals:inbox", "inbox", (Referrals.ANSWER_REFERRALS,)),
            Line(_("Mes services"), "referrals:services", "pause", (Referrals.ANSWER_REFERRALS,)),
        ),
    ),
    (_("Région"), (Line(_("Répertoire"), "directory:services", "book", (Directory.READ_DIRECTORY,)),)),
    (
        _("Administration"),
        (
            Line(_("Comptes"), "accounts:users", "users", (Accounts.MANAGE_USERS,)),
            Line(_("Structure"), "workspace:structure", "building", (Workspace.MANAGE_STRUCTURE,)),
            Line(_("Listes de référence"), "workspace:reference", "list", (Workspace.MANAGE_REFERENCE,)),
            Line(_("Messages envoyés"), "workspace:messages", "mail", (Workspace.READ_OUTBOX,)),
            Line(_("Registre"), "workspace:register", "shield", (Workspace.READ_AUDIT_REGISTER,)),
        ),
    ),
)


def menu(request: HttpRequest) -> Menu:
    """What this person can reach; nothing for a visitor.

    What waits behind a line is shown by the pages that have counted it (``request.waiting``): among 100 000
    dossiers, counting it again for every page costs ten times what the menu does.
    """
    if not request.user.is_authenticated:
        return Menu(account=_demo())
    access: Access = request.access  # type: ignore[attr-defined] # set by the middleware
    waiting: Mapping[str, int] = getattr(request, "waiting", {})
    unread = cache(Notification.objects.unread().filter(user=request.user).count)
    return Menu(
        sections=[Section(str(title), items) for title, lines in MENU if (items := _open_to(access, lines, waiting))],
        search=reverse("workspace:search") if access.can(Directory.READ_DIRECTORY) else "",
        notifications=Item(str(_("Avis")), reverse("accounts:notifications"), icon="bell", count=unread),
        person=request.user.get_full_name(),
        account=[Item(str(_("Mon compte")), reverse("accounts:me"), icon="user"), *_demo()],
        sign_out=reverse("account_logout"),
    )


def _demo() -> list[Item]:
    """The doors that exist in the demo only."""
    if not settings.DEMO:
        return []
    return [
        Item(str(_("Entrer dans la démonstration comme quelqu’un")), reverse("demo:door"), icon="users"),
        Item(str(_("Courriels de la démonstration")), reverse("demo:outbox"), icon="mail"),
    ]


def _open_to(access: Access, lines: tuple[Line, ...], waiting: Mapping[str, int]) -> list[Item]:
    return [
        Item(str(line.name), reverse(line.view), icon=line.icon, count=waiting.get(line.view))
        for line in lines
        if any(access.can(permission) for permission in line.permissions)
    ]
