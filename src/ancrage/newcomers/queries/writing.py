"""Whether, and in what, someone may be written to."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.core.cldr import short_code
from ancrage.newcomers.models import BatchKind, Case, CaseBatchLine, CaseState, ContactWay, Person
from ancrage.newcomers.queries.languages import document_language

WRITTEN: Final = ("en", "es", "ar")
"""The languages, beside French, in which messages to newcomers are written."""

_CALM: Final = timedelta(days=1)


def may_write_to(person: Person) -> bool:
    """Whether an e-mail is a safe way of reaching ``person``: they said so, and accept that a message be left."""
    return person.may_be_emailed and person.contact_way == ContactWay.EMAIL and person.may_leave_message


def why_not_write(case: Case, lately: Collection[UUID]) -> str:
    """Why the person of a dossier is not written to that something awaits them, in words; nothing when they are.

    :param lately: the persons of ``written_lately``.
    """
    person = case.person
    # An hour in words is for whoever reads it: nothing is sent outside of it by chance.
    reasons = (
        (case.state == CaseState.CLOSED, _("Le dossier est fermé.")),
        (not (person.may_write and person.may_leave_message), _("Ne pas écrire, ne pas laisser de message.")),
        (not person.email, _("Aucun courriel.")),
        (not may_write_to(person), _("Le courriel n’est pas la façon sûre de joindre cette personne.")),
        (bool(person.contact_hours), _("À joindre à ses heures : %(hours)s") % {"hours": person.contact_hours}),
        (case.person_id in lately, _("Un message est déjà parti depuis moins d’un jour.")),
    )
    return next((why for holds, why in reasons if holds), "")


def written_lately(cases: Iterable[Case], at: datetime) -> set[UUID]:
    """The persons of these dossiers to whom such a message left less than a day ago."""
    lines = CaseBatchLine.objects.filter(refusal="", batch__kind=BatchKind.MESSAGED, batch__made_at__gt=at - _CALM)
    persons = {case.person_id for case in cases}
    return set(lines.filter(case__person__in=persons).order_by().values_list("case__person", flat=True))


def message_languages(person: Person, day: date) -> list[str]:
    """French, then the language the service may use with them, if messages exist in it."""
    other = short_code(document_language(person, day) or "")
    return ["fr", other] if other in WRITTEN else ["fr"]
