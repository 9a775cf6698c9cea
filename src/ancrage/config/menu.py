"""The menu: one table, beside the roles. Each line opens to whoever holds one of its capabilities."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import Notification
from ancrage.accounts.permissions import Permission as Accounts
from ancrage.ui.navigation import Item, Menu, Section


@dataclass(frozen=True)
class Line:
    name: str | Promise
    view: str
    icon: str
    permissions: tuple[StrEnum, ...]


MENU: tuple[tuple[str | Promise, tuple[Line, ...]], ...] = (
    (
        _("Administration"),
        (Line(_("Comptes"), "accounts:users", "user", (Accounts.MANAGE_USERS,)),),
    ),
)


def menu(request: HttpRequest) -> Menu:
    """What this person can reach; nothing for a visitor."""
    if not request.user.is_authenticated:
        return Menu()
    access: Access = request.access  # type: ignore[attr-defined] # set by the middleware
    unread = Notification.objects.unread().filter(user=request.user).count()
    return Menu(
        sections=[Section(str(title), items) for title, lines in MENU if (items := _open_to(access, lines))],
        notifications=Item(str(_("Avis")), reverse("accounts:notifications"), icon="bell", count=unread),
        person=request.user.get_full_name(),
        account=[Item(str(_("Mon compte")), reverse("accounts:me"), icon="user")],
        sign_out=reverse("account_logout"),
    )


def _open_to(access: Access, lines: tuple[Line, ...]) -> list[Item]:
    return [
        Item(str(line.name), reverse(line.view), icon=line.icon)
        for line in lines
        if any(access.can(permission) for permission in line.permissions)
    ]
