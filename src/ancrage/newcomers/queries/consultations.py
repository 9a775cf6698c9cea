"""Who read a dossier: the register's entries about it, with the names of today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.audit.words import field_words, verb_words
from ancrage.newcomers.models import Case, ExceptionalAccess

READINGS, WRITINGS = "lectures", "ecritures"
_GRANTED = "newcomers.exceptional_access.granted"

_TOGETHER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. Pages read one after the other by one person make one: from ``since`` to ``at``, ``pages`` of them."""

    at: datetime
    since: datetime
    pages: int
    who: str
    what: str
    fields: str
    address: str
    reason: str
    is_exceptional: bool


def entries_about(case: Case, kind: str) -> QuerySet[AuditEntry]:
    """Readings of the dossier and of its person, or what was written about them."""
    about = AuditEntry.objects.filter(Q(about__contains=[case.pk]) | Q(about__contains=[case.person_id]))
    readings = Q(verb__endswith=".consulted") | Q(verb=_GRANTED)
    return about.filter(readings) if kind == READINGS else about.exclude(readings)


def worded(rows: Iterable[AuditEntry], case: Case, *, reasons: bool) -> list[Entry]:
    """The entries as they are read: names as they are now.

    :param reasons: whether the reader is told why each exceptional access was opened; it may tell what is restricted.
    """
    rows = list(rows)
    names, said = _names(rows), _reasons(case, rows) if reasons else {}
    return [_entry(run, names, said) for run in _runs(rows)]


def _runs(rows: Iterable[AuditEntry]) -> list[list[AuditEntry]]:
    """Latest first: what one person read in a row, within half an hour, from one place."""
    runs: list[list[AuditEntry]] = []
    for row in rows:
        if runs and _goes_with(row, runs[-1][0]):
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _goes_with(row: AuditEntry, latest: AuditEntry) -> bool:
    same = (row.actor, row.verb, row.address) == (latest.actor, latest.verb, latest.address)
    return same and row.verb.endswith(".consulted") and latest.at - row.at <= _TOGETHER


def _entry(run: list[AuditEntry], names: Mapping[str, str], reasons: Mapping[str, str]) -> Entry:
    row = run[0]
    return Entry(
        at=row.at,
        since=run[-1].at,
        pages=len(run),
        who=names.get(row.actor) or _outsider(row.actor),
        what=verb_words(row.verb),
        fields=", ".join(field_words(row.target_type, row.fields)),
        address=row.address or "",
        reason=reasons.get(row.target_id, ""),
        is_exceptional=row.verb == _GRANTED,
    )


def _names(rows: list[AuditEntry]) -> dict[str, str]:
    ids = {UUID(row.actor.removeprefix("user:")) for row in rows if row.actor.startswith("user:")}
    return {user.actor_ref: user.full_name for user in User.objects.filter(pk__in=ids).only("full_name")}


def _reasons(case: Case, rows: list[AuditEntry]) -> dict[str, str]:
    ids = [row.target_id for row in rows if row.verb == _GRANTED]
    if not ids:
        return {}
    found = ExceptionalAccess.objects.filter(case=case, pk__in=ids)
    return {str(pk): reason for pk, reason in found.values_list("pk", "reason")}


def _outsider(actor: str) -> str:
    kind = actor.partition(":")[0]
    return {"job": _("Le système"), "link": _("Un organisme, par son lien de réponse")}.get(kind, _("inconnu"))
