"""Who read a dossier: the register's entries about it, with the names of today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.models import Case, ExceptionalAccess

READINGS, WRITINGS = "lectures", "ecritures"


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
    readings = Q(verb__endswith=".consulted") | Q(verb="newcomers.exceptional_access.granted")
    return about.filter(readings) if kind == READINGS else about.exclude(readings)


def worded(rows: Iterable[AuditEntry], case: Case) -> list[Entry]:
    """The entries as they are read: names as they are now, and the reason of each exceptional access."""
    rows = list(rows)
    names, reasons = _names(rows), _reasons(case, rows)
    return [_entry(run, names, reasons) for run in _runs(rows)]


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
    row, reason = run[0], reasons.get(run[0].target_id, "")
    return Entry(
        at=row.at,
        since=run[-1].at,
        pages=len(run),
        who=names.get(row.actor) or _outsider(row.actor),
        what=_verbs().get(row.verb) or (_("Consultation") if row.verb.endswith(".consulted") else row.verb),
        fields=", ".join(row.fields),
        address=row.address or "",
        reason=reason,
        is_exceptional=bool(reason),
    )


def _names(rows: list[AuditEntry]) -> dict[str, str]:
    ids = {UUID(row.actor.removeprefix("user:")) for row in rows if row.actor.startswith("user:")}
    return {user.actor_ref: user.full_name for user in User.objects.filter(pk__in=ids).only("full_name")}


def _reasons(case: Case, rows: list[AuditEntry]) -> dict[str, str]:
    ids = [row.target_id for row in rows if row.verb == "newcomers.exceptional_access.granted"]
    if not ids:
        return {}
    found = ExceptionalAccess.objects.filter(case=case, pk__in=ids)
    return {str(pk): reason for pk, reason in found.values_list("pk", "reason")}


def _outsider(actor: str) -> str:
    kind = actor.partition(":")[0]
    return {"job": _("Le système"), "link": _("Un organisme, par son lien de réponse")}.get(kind, _("inconnu"))


def _verbs() -> dict[str, str]:
    """What the commonest verbs of the register are called; any other shows as it is written there."""
    return {
        "newcomers.case.consulted": _("Dossier ouvert"),
        "newcomers.export.consulted": _("Dossier exporté dans un tableur"),
        "newcomers.register.consulted": _("Registre du dossier ouvert"),
        "newcomers.exceptional_access.granted": _("Accès exceptionnel ouvert"),
        "newcomers.case.restricted": _("Accès restreint"),
        "newcomers.case.unrestricted": _("Accès ordinaire rétabli"),
        "newcomers.circle.named": _("Personne nommée"),
        "newcomers.circle.unnamed": _("Personne retirée"),
        "newcomers.tie.declared": _("Lien déclaré"),
        "newcomers.person.edited": _("Fiche modifiée"),
        "newcomers.person.registered": _("Personne inscrite"),
        "newcomers.status.added": _("Statut inscrit"),
        "newcomers.status.ended": _("Statut terminé"),
        "newcomers.french_level.added": _("Niveau de français inscrit"),
        "newcomers.service_language.added": _("Langue de service inscrite"),
        "newcomers.service_language.ended": _("Langue de service terminée"),
        "newcomers.service_language.counted": _("Langue de service recomptée depuis l’arrivée"),
        "newcomers.household.joined": _("Entrée dans le ménage"),
        "newcomers.household.edited": _("Ménage corrigé"),
        "newcomers.household.left": _("Départ du ménage"),
        "newcomers.consent.given": _("Consentement inscrit"),
        "newcomers.consent.withdrawn": _("Consentement retiré"),
        "newcomers.consent.reviewed": _("Consentement à redemander, naissance corrigée"),
        "newcomers.consent.over": _("Partage arrêté, consentement échu"),
    }
