"""The register as people read it: names in place of ids, found at display."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.audit.words import field_words, verb_words
from ancrage.core.clock import HOME_ZONE
from ancrage.newcomers.models import Case

_NAMED: Final = 50
"""Of an entry that lists more, an export, the first alone are looked up."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    entry: AuditEntry
    actor: str
    what: str
    fields: str
    cases: str


def entries(
    *, verb: str = "", actor: str = "", reference: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """Entries narrowed by what is given.

    :param verb: whole, or the beginning of several with its last dot.
    :param actor: an e-mail.
    :param reference: a dossier's number.
    """
    found = AuditEntry.objects.all()
    if verb:
        found = found.filter(verb__startswith=verb) if verb.endswith(".") else found.filter(verb=verb)
    if actor:
        found = found.filter(actor__in=[user.actor_ref for user in User.objects.filter(email=actor.lower())])
    if reference:
        case = Case.objects.filter(reference=reference.upper()).first()
        found = found.about(case.pk) if case else found.none()
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def lines_of(rows: Iterable[AuditEntry]) -> list[RegisterLine]:
    """The rows with the names of who acted and the numbers of the dossiers; two statements."""
    rows = list(rows)
    users = {UUID(row.actor.removeprefix("user:")) for row in rows if row.actor.startswith("user:")}
    names = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=users).values_list("pk", "full_name")}
    ids = {pk for row in rows for pk in row.about[:_NAMED]}
    cases = dict(Case.objects.filter(pk__in=ids).values_list("pk", "reference"))
    return [
        RegisterLine(
            entry=row,
            actor=_actor(row.actor, names),
            what=verb_words(row.verb),
            fields=", ".join(field_words(row.target_type, row.fields)),
            cases=", ".join(cases[pk] for pk in row.about[:_NAMED] if pk in cases),
        )
        for row in rows
    ]


def _actor(ref: str, names: dict[str, str]) -> str:
    kind = ref.partition(":")[0]
    others = {
        "job": _("Ancrage, de lui-même"),
        "link": _("Un organisme, par son lien"),
        "form": _("Une personne, par le formulaire public"),
        "user": _("Compte retiré"),
    }
    return names.get(ref) or others.get(kind, ref)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HOME_ZONE)
