"""The menu: one table, beside the roles. Each line opens to whoever holds one of its capabilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import Notification, User
from ancrage.accounts.permissions import Permission as Accounts
from ancrage.core.sql import CountOf
from ancrage.directory.permissions import Permission as Directory
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.referrals.permissions import Permission as Referrals
from ancrage.ui.navigation import MOST_SAID, Item, Menu, Section
from ancrage.workspace.permissions import Permission as Workspace
from ancrage.workspace.queries.day import answers, mine_to_reach

_NOTIFICATIONS = "accounts:notifications"


@dataclass(frozen=True)
class Line:
    """``waiting``: the rows that wait there, counted beside the name."""

    name: str | Promise
    view: str
    icon: str
    permissions: tuple[StrEnum, ...]
    waiting: Callable[[Access], QuerySet[Any]] | None = None


MENU: tuple[tuple[str | Promise, tuple[Line, ...]], ...] = (
    (
        _("Mon travail"),
        (
            Line(_("Ma journée"), "workspace:day", "sun", (Workspace.OWN_DAY,)),
            Line(_("Dossiers"), "newcomers:cases", "folder", (Newcomers.READ_CASE,)),
            Line(_("Demandes"), "newcomers:requests", "inbox", (Newcomers.WRITE_CASE, Newcomers.ASSIGN), mine_to_reach),
            Line(_("Aiguillages"), "newcomers:sent_referrals", "send", (Newcomers.READ_CASE,), answers),
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
    """What this person can reach; nothing for a visitor."""
    if not request.user.is_authenticated:
        return Menu(account=_demo())
    access: Access = request.access  # type: ignore[attr-defined] # set by the middleware
    opened = [(str(title), [line for line in lines if _opens(line, access)]) for title, lines in MENU]
    counts = cache(partial(_counts, request.user.pk, access, [line for _title, lines in opened for line in lines]))
    bell = Item(str(_("Avis")), reverse(_NOTIFICATIONS), icon="bell", count=lambda: counts()[_NOTIFICATIONS])
    return Menu(
        sections=[Section(title, [_item(line, counts) for line in lines]) for title, lines in opened if lines],
        search=reverse("workspace:search") if access.can(Directory.READ_DIRECTORY) else "",
        notifications=bell,
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


def _opens(line: Line, access: Access) -> bool:
    return any(access.can(permission) for permission in line.permissions)


def _item(line: Line, counts: Callable[[], Mapping[str, int]]) -> Item:
    """Counted only when a page shows it: a public page or a fragment asks nothing."""
    count = (lambda: counts()[line.view]) if line.waiting else None
    return Item(str(line.name), reverse(line.view), icon=line.icon, count=count)


def _counts(user: Any, access: Access, lines: list[Line]) -> dict[str, int]:  # noqa: ANN401 - a key
    """What waits behind each line, up to one more than is said, and unread notifications. One statement."""
    rows: dict[str, QuerySet[Any]] = {line.view: line.waiting(access) for line in lines if line.waiting}
    found = {view: CountOf(one.order_by().values("pk")[: MOST_SAID + 1]) for view, one in rows.items()}
    found[_NOTIFICATIONS] = CountOf(Notification.objects.unread().filter(user=user).values("pk"))
    counted = User.objects.filter(pk=user).values_list(*found.values()).get()
    return dict(zip(found, counted, strict=True))
