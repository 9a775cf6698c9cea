"""What every page of a dossier shows above its own content: the card of the person, the notice, the tabs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.core.cldr import language_name
from ancrage.core.dates import age_on, local_day
from ancrage.newcomers.models import (
    Case,
    CaseState,
    ContactWay,
    DocumentKind,
    LanguageGround,
    LevelSource,
    Person,
)
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.header_rows import COUNTS, header_row
from ancrage.newcomers.queries.links import Link, Tab, menu, tabs
from ancrage.ui.formats import day as in_words
from ancrage.ui.formats import phone

WARNED_DAYS = 120
"""How long before its end the end of a permit shows on every page of the dossier."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the card: its value, never blank, and what is said below in small."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExpiringPermit:
    """``days`` left, negative once past."""

    document: str
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """The card and the tabs. Counts hold only what the reader may see."""

    name: str
    original_name: str
    identity: str
    reference: str
    state: str
    facts: tuple[Fact, ...]
    permit: ExpiringPermit | None
    counts: dict[str, int]
    tabs: tuple[Tab, ...]
    menu: tuple[Link, ...]
    can_write: bool
    can_refer: bool
    is_closed: bool


def case_header(case: Case, access: Access, at: datetime) -> CaseHeader:
    """What is above every page of ``case``, which comes from ``Case.objects.for_page``. One statement."""
    on = local_day(at)
    row = header_row(case, access, on)
    counts = {name: row[name] for name in COUNTS}
    is_closed = case.state == CaseState.CLOSED
    writes = not is_closed and may(case, access, Permission.WRITE_CASE)
    transfers = not is_closed and may(case, access, Permission.TRANSFER)
    return CaseHeader(
        name=case.person.full_name,
        original_name=case.person.original_name if case.person.original_name != case.person.full_name else "",
        identity=_identity(case.person, on),
        reference=case.reference,
        state=str(CaseState(case.state).label),
        facts=tuple(_facts(case, row)),
        permit=_permit(row["status"], on),
        counts=counts,
        tabs=tabs(case, counts, audits=may(case, access, Permission.READ_AUDIT)),
        menu=menu(case, access, reads=True, writes=writes, transfers=transfers),
        can_write=writes,
        can_refer=not is_closed and may(case, access, Permission.REFER),
        is_closed=is_closed,
    )


def may(case: Case, access: Access, permission: Permission) -> bool:
    """Whether the reach of ``permission`` holds this dossier, already visible to the reader.

    What is done to a restricted dossier is done by the people named; its register stays with who watches over it.
    """
    if case.is_restricted and permission is not Permission.READ_AUDIT:
        return case.is_named and access.can(permission)
    follows = case.agent_id == access.user.pk and (case.is_named or not case.is_restricted)
    return (access.scopes(permission).own and follows) or reaches(case, access, permission)


def reaches(case: Case, access: Access, permission: Permission) -> bool:
    """Whether ``permission`` holds where the dossier is, whoever follows it."""
    scope = access.scopes(permission)
    return scope.everything or case.service_point_id in scope.service_points or case.region_id in scope.regions


def _identity(person: Person, on: date) -> str:
    pronoun = person.get_pronoun_display()
    if person.birth_on is None:
        return (
            _("%(pronoun)s, date de naissance inconnue") % {"pronoun": pronoun}
            if pronoun
            else _("Date de naissance inconnue")
        )
    born = {"pronoun": pronoun, "day": in_words(person.birth_on), "age": age_on(person.birth_on, on)}
    if not pronoun:
        return _("Naissance le %(day)s (%(age)d ans)") % born
    return _("%(pronoun)s, naissance le %(day)s (%(age)d ans)") % born


def _facts(case: Case, row: dict[str, Any]) -> list[Fact]:
    unknown = _("inconnu")
    person, status, french = case.person, row["status"], row["french"]
    return [
        Fact(_("Joindre"), phone(person.phone) or person.email or unknown, _reach_note(person)),
        Fact(_("Habite à"), _residence(person) or unknown, _arrival(person)),
        Fact(_("Statut"), _status_name(status) or unknown, _status_note(status)),
        Fact(_("Langue de service"), _languages(row["languages"]), _language_note(person, row["languages"])),
        Fact(_("Niveau de français"), _levels(french) or unknown, _french_note(french)),
        Fact(
            pgettext("dossier", "Suivi par"),
            case.agent.full_name if case.agent else _("Personne encore"),
            case.service_point.name,
        ),
    ]


def _reach_note(person: Person) -> str:
    way = ContactWay(person.contact_way)
    parts = [
        person.phone_note,
        "" if way is ContactWay.PHONE else _("Façon sûre : %(way)s") % {"way": way.label},
        person.contact_hours,
        "" if person.may_leave_message else _("Ne pas laisser de message"),
        "" if person.may_write else _("Ne pas écrire"),
    ]
    return ". ".join(part for part in parts if part)


def _residence(person: Person) -> str:
    if person.municipality is None:
        return ""
    return f"{person.municipality.name}, {person.municipality.mrc.name}"


def _arrival(person: Person) -> str:
    if person.arrived_on:
        return _("Arrivée au Québec le %(day)s") % {"day": in_words(person.arrived_on)}
    if person.expected_on:
        return _("Arrivée prévue le %(day)s") % {"day": in_words(person.expected_on)}
    return _("Date d’arrivée inconnue")


def _status_name(status: dict[str, Any] | None) -> str:
    if status is None:
        return ""
    english = (get_language() or "fr").startswith("en")
    return str(status["en"] if english and status["en"] else status["fr"])


def _status_note(status: dict[str, Any] | None) -> str:
    if status is None:
        return ""
    return str(status["program"]) or str(DocumentKind(status["document"]).label)


def _permit(status: dict[str, Any] | None, on: date) -> ExpiringPermit | None:
    if status is None or status["valid_to"] is None:
        return None
    until = date.fromisoformat(status["valid_to"])
    left = (until - on).days
    if left > WARNED_DAYS:
        return None
    kind = DocumentKind(status["document"])
    return ExpiringPermit(_status_name(status) if kind is DocumentKind.NONE else str(kind.label), until, left)


def _languages(others: list[dict[str, Any]]) -> str:
    names = [language_name(one["language"]) for one in others]
    return _("Français et %(others)s") % {"others": ", ".join(names)} if names else _("Français")


def _language_note(person: Person, others: list[dict[str, Any]]) -> str:
    parts = []
    if person.interpreter_language:
        parts.append(_("Interprète : %(language)s") % {"language": language_name(person.interpreter_language)})
    for one in others[:1]:
        ground = str(LanguageGround(one["ground"]).label).partition(",")[0].lower()
        until = in_words(date.fromisoformat(one["until"])) if one["until"] else ""
        parts.append(_("Jusqu’au %(day)s (%(ground)s)") % {"day": until, "ground": ground} if until else ground)
    return ". ".join(parts)


def _levels(french: dict[str, Any] | None) -> str:
    if french is None:
        return ""
    return " / ".join(str(french["levels"][skill] or "–") for skill in ("listening", "speaking", "reading", "writing"))


def _french_note(french: dict[str, Any] | None) -> str:
    if french is None:
        return ""
    return f"{LevelSource(french['source']).label}, {in_words(date.fromisoformat(french['on']))}"
