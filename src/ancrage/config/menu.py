"""The menu: one table, beside the roles. Each line opens to whoever holds one of its capabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache, partial
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import Notification, User
from ancrage.accounts.permissions import Permission as Accounts
from ancrage.agenda.permissions import Permission as Agenda
from ancrage.core.prepared import prepared
from ancrage.directory.permissions import Permission as Directory
from ancrage.employers.permissions import Permission as Employers
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.referrals.permissions import Permission as Referrals
from ancrage.ui.addresses import address
from ancrage.ui.navigation import MOST_SAID, Item, Menu, Section
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
            Line(_("Mon agenda"), "workspace:agenda", "calendar", (Agenda.OWN_AGENDA,)),
            Line(pgettext_lazy("liste", "Rendez-vous"), "newcomers:meetings", "calendar", (Newcomers.READ_CASE,)),
            Line(_("Séances de groupe"), "newcomers:cohorts", "users", (Newcomers.READ_CASE,)),
            Line(_("Dossiers"), "newcomers:cases", "folder", (Newcomers.READ_CASE,)),
            Line(_("Demandes"), "newcomers:requests", "inbox", (Newcomers.WRITE_CASE, Newcomers.ASSIGN)),
            Line(_("En retard"), "newcomers:overdue", "clock", (Newcomers.READ_CASE,)),
            Line(_("Mon équipe"), "newcomers:team", "chart", (Newcomers.READ_TEAM,)),
            Line(_("Satisfaction"), "portal:satisfaction", "sun", (Newcomers.READ_TEAM,)),
            Line(_("Aiguillages"), "newcomers:sent_referrals", "send", (Newcomers.READ_CASE,)),
            Line(_("Vérifications"), "newcomers:inquiries", "users", (Newcomers.WRITE_CASE,)),
            Line(_("Doublons"), "newcomers:pairs", "link", (Newcomers.MERGE,)),
            Line(_("Importations"), "newcomers:imports", "table", (Newcomers.IMPORT,)),
            Line(_("Accès exceptionnel"), "newcomers:exceptional_access", "lock", (Newcomers.EXCEPTIONAL_ACCESS,)),
            Line(_("Mes aiguillages"), "referrals:inbox", "inbox", (Referrals.ANSWER_REFERRALS,)),
            Line(_("Mon plan"), "portal:plan", "flag", (Newcomers.OWN_FILE,)),
            Line(_("Mes services"), "referrals:services", "pause", (Referrals.ANSWER_REFERRALS,)),
        ),
    ),
    (
        _("Région"),
        (
            Line(_("Répertoire"), "directory:services", "book", (Directory.READ_DIRECTORY,)),
            Line(_("Employeurs"), "employers:employers", "building", (Employers.READ_EMPLOYER,)),
            Line(_("Postes offerts"), "employers:region_vacancies", "list", (Employers.READ_EMPLOYER,)),
            Line(_("Sources du répertoire"), "directory:sources", "download", (Directory.EDIT_DIRECTORY,)),
            Line(_("Tenue du répertoire"), "directory:quality", "check", (Directory.EDIT_DIRECTORY,)),
            Line(_("Nos fiches"), "directory:own_records", "pen", (Directory.PROPOSE,)),
        ),
    ),
    (
        _("Administration"),
        (
            Line(_("Comptes"), "accounts:users", "users", (Accounts.MANAGE_USERS,)),
            Line(_("Structure"), "workspace:structure", "building", (Workspace.MANAGE_STRUCTURE,)),
            Line(_("Listes de référence"), "workspace:reference", "list", (Workspace.MANAGE_REFERENCE,)),
            Line(_("Délais"), "workspace:delays", "hourglass", (Workspace.MANAGE_REFERENCE,)),
            Line(_("Messages envoyés"), "workspace:messages", "mail", (Workspace.READ_OUTBOX,)),
            Line(_("Conservation"), "newcomers:retention", "clock", (Newcomers.MANAGE_RETENTION,)),
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
        ask = Item(str(_("Demander un accompagnement")), reverse("newcomers:online"), icon="send")
        return Menu(account=_demo(), public=[ask], footer=_public_foot())
    access: Access = request.access  # type: ignore[attr-defined] # set by the middleware
    waiting: Mapping[str, int] = getattr(request, "waiting", {})
    sections = [
        Section(title, [Item(name, url, icon=icon, count=waiting.get(view)) for name, url, icon, view in lines])
        for title, lines in _open_to(frozenset(access.grants), get_language())
    ]
    if not request.user.is_staff_account:
        # Whoever is accompanied has pages of their own, and none of those that speak to the staff.
        return Menu(sections=sections, account=_demo(), footer=_public_foot(), sign_out=address("account_logout"))
    return Menu(
        sections=sections,
        search=address("workspace:search") if access.can(Directory.READ_DIRECTORY) else "",
        notifications=cache(partial(_notifications, request.user)),
        person=request.user.get_full_name(),
        help=address("workspace:help"),
        shortcuts=address("workspace:shortcuts"),
        account=[*_own(get_language()), *_demo()],
        footer=_foot(get_language()),
        sign_out=address("account_logout"),
    )


def _notifications(user: User) -> Item:
    return Item(str(_("Avis")), address("accounts:notifications"), icon="bell", count=len(_unread(user=user)))


@prepared
def _unread(*, user: User) -> QuerySet[Notification, UUID]:
    """A few more than the menu says (« 99+ »)."""
    return Notification.objects.unread().filter(user=user).order_by("pk").values_list("pk", flat=True)[: MOST_SAID + 1]


@lru_cache(maxsize=20)
def _own(language: str) -> list[Item]:  # noqa: ARG001 - the words are in it
    """What everyone who works here has under their name."""
    return [
        Item(str(_("Mon compte")), reverse("accounts:me"), icon="user"),
        Item(str(_("Aide")), reverse("workspace:help"), icon="help"),
        Item(str(_("Premier jour")), reverse("workspace:first_day"), icon="flag"),
    ]


@lru_cache(maxsize=20)
def _foot(language: str) -> list[Item]:  # noqa: ARG001 - the words are in it
    """What is at the foot of every page."""
    return [
        Item(str(_("Aide")), reverse("workspace:help")),
        Item(str(_("Glossaire")), reverse("workspace:glossary")),
        Item(str(_("Raccourcis clavier")), reverse("workspace:shortcuts")),
        *_public_foot(),
    ]


def _public_foot() -> list[Item]:
    """What anyone may read of the service itself."""
    return [
        Item(str(_("Accessibilité")), reverse("workspace:accessibility")),
        Item(str(_("Confidentialité")), reverse("workspace:privacy")),
        Item(str(_("Trouver un service")), reverse("directory:find")),
        Item(str(_("Données ouvertes")), reverse("api:guide")),
    ]


def _demo() -> list[Item]:
    """The doors that exist in the demo only."""
    if not settings.DEMO:
        return []
    return [
        Item(str(_("Entrer dans la démonstration comme quelqu’un")), reverse("demo:door"), icon="users"),
        Item(str(_("Courriels de la démonstration")), reverse("demo:outbox"), icon="mail"),
    ]


@lru_cache(maxsize=200)
def _open_to(permissions: frozenset[str], language: str) -> list[tuple[str, list[tuple[str, str, str, str]]]]:  # noqa: ARG001 - the words are in it
    """The lines open to whoever holds ``permissions``, by section: name, address, icon, view."""
    found = [
        (
            str(title),
            [
                (str(line.name), reverse(line.view), line.icon, line.view)
                for line in lines
                if permissions.intersection(line.permissions)
            ],
        )
        for title, lines in MENU
    ]
    return [(title, lines) for title, lines in found if lines]
