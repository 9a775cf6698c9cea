"""A request comes by the public form. Nothing here asks whether the person is known: staff settle that afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.core import Refused
from ancrage.core.actors import FormActor
from ancrage.core.dates import local_day
from ancrage.core.networks import network_of
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.actions.closing import ClosingRefused, close_case, reopen_case
from ancrage.newcomers.actions.intake import check_person, open_at, opened_before
from ancrage.newcomers.messages.online import request_received
from ancrage.newcomers.models import (
    Case,
    CaseState,
    ClosingReason,
    CollectionNotice,
    ContactWay,
    OnlineRequest,
    OnlineTally,
    Person,
)
from ancrage.newcomers.queries.retention import UNWANTED
from ancrage.territory.models import ServicePoint

VISITOR: Final = FormActor("request")
MAILS_A_DAY: Final = 3
"""To one address: the form writes to whoever is named in it."""
_ONE_MORE: Final = """
INSERT INTO newcomers_onlinetally (digest, day, sent) VALUES (%s, %s, 1)
ON CONFLICT (digest) DO UPDATE SET sent = newcomers_onlinetally.sent + 1
RETURNING sent
"""


class OnlineRefused(Refused):
    """The request is not received, or not set aside."""


class TooManyRequests(OnlineRefused):
    pass


class FormUsed(OnlineRefused):
    """The same page sent for someone else."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed. ``person`` holds fields of ``Person``; ``notice`` is the one that was shown."""

    person: Mapping[str, Any]
    language: str
    notice: CollectionNotice
    message: str
    domains: Iterable[NeedDomain]


@transaction.atomic
def receive(*, case_id: UUID, asked: Asked, service_point: ServicePoint, address: str | None, at: datetime) -> Case:
    """Enter whoever asks and open their dossier at ``service_point``, known already or not: it is the same to them.

    :param case_id: the key of the dossier to come, given with the form: sent twice, it opens one.
    :raises TooManyRequests: from ``address``, today.
    :raises FormUsed: when the form already opened a dossier for someone else.
    :raises RegistrationRefused: without a name, or for dates that contradict each other.
    """
    person = Person(**asked.person, created_at=at)
    if (already := opened_before(case_id, VISITOR)) is not None:
        return _same(already, person)
    if _counted("from", network_of(address), at) > settings.ANCRAGE_ONLINE_REQUESTS_PER_DAY:
        raise TooManyRequests(_("Trop de demandes sont parties d’ici aujourd’hui."))
    check_person(person, at)
    person.save(force_insert=True)
    case = open_at(case_id, person, service_point, by=VISITOR, at=at)
    online = OnlineRequest.objects.create(
        case=case, language=asked.language, notice=asked.notice, message=asked.message, received_at=at
    )
    online.domains.set(asked.domains)
    if person.contact_way == ContactWay.EMAIL and _counted("to", person.email.lower(), at) <= MAILS_A_DAY:
        request_received(online, to=person.email, at=at)
    return case


@transaction.atomic
def discard(*, case: Case, by: User, at: datetime) -> None:
    """Set aside a request that no person made: its dossier is closed, and can be brought back.

    :raises OnlineRefused: when it did not come online, someone else follows it, or the person was reached.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not OnlineRequest.objects.filter(case=case).exists():
        raise OnlineRefused(_("Cette demande n’est pas venue en ligne."))
    if case.agent_id not in {None, by.pk} or case.first_contact_at is not None:
        raise OnlineRefused(_("Cette demande est déjà suivie : fermez plutôt le dossier."))
    reason = ClosingReason.objects.filter(code=UNWANTED).first()
    if reason is None:
        raise OnlineRefused(_("La liste des motifs de fermeture n’a plus « Demande indésirable »."))
    close_case(case=case, reason=reason, note="", by=by, at=at)


@transaction.atomic
def bring_back(*, case: Case, by: User, at: datetime) -> None:
    """A request set aside by mistake waits again, under the same clock.

    :raises OnlineRefused: when it was not set aside, or was destroyed since.
    """
    found = Case.objects.select_for_update(of=("self",)).filter(
        pk=case.pk, state=CaseState.CLOSED, closing_reason__code=UNWANTED
    )
    if not found.exists():
        raise OnlineRefused(_("Cette demande n’est pas écartée."))
    try:
        reopen_case(case=case, note="", by=by, at=at)
    except ClosingRefused as refusal:
        raise OnlineRefused(str(refusal)) from refusal


@transaction.atomic
def forget_tallies(*, at: datetime) -> int:
    """Delete what was counted before today. Returns how many."""
    deleted, _kinds = OnlineTally.objects.filter(day__lt=local_day(at)).delete()
    return deleted


def _same(opened: Case, person: Person) -> Case:
    if opened.person.full_name != person.full_name:
        raise FormUsed(_("Cette page a déjà servi."))
    return opened


def _counted(kind: str, value: str, at: datetime) -> int:
    """One more of this kind today, and how many that makes: one statement, the first time as the others."""
    day = local_day(at)
    digest = salted_hmac("ancrage.newcomers.online", f"{day} {kind} {value}", algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MORE, [digest, day])
        return int(cursor.fetchone()[0])
