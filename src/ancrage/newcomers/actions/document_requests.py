"""A document asked of the person of a dossier: given, not held, or asked no longer."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.dates import local_day
from ancrage.newcomers.awaiting import has_space, something_awaits
from ancrage.newcomers.models import Case, CaseState, Document, DocumentRequest, DocumentType


class DocumentRequestRefused(Refused):
    """The document is not asked for, or the request is no longer to be answered."""


@transaction.atomic
def ask_document(
    *, case: Case, kind: DocumentType, sentence: str, wished_on: date | None, by: User, at: datetime
) -> DocumentRequest:
    """Ask for a document in the person's space; they are told that something awaits, and nothing of what.

    :raises DocumentRequestRefused: on a closed dossier, to someone without a space, for a day that is over, or
        when it is asked for already.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("person", "region").get(pk=case.pk)
    if case.state == CaseState.CLOSED:
        raise DocumentRequestRefused(_("Ce dossier est fermé : rouvrez-le pour demander un document."))
    if not has_space(case.person):
        raise DocumentRequestRefused(
            _("Cette personne n’a pas d’espace « Mon plan » ouvert : invitez-la, puis demandez-lui le document.")
        )
    if wished_on and wished_on < local_day(at):
        raise DocumentRequestRefused(_("Cette date est passée."), field="wished_on")
    _check_alone(case, kind)
    asked = DocumentRequest.objects.create(
        case=case, kind=kind, sentence=sentence, wished_on=wished_on, asked_at=at, asked_by=by
    )
    _record("asked", asked, by=by, at=at)
    something_awaits(case, by=by, at=at)
    return asked


@transaction.atomic
def withdraw_request(*, asked: DocumentRequest, by: User, at: datetime) -> None:
    """The person no longer has to give it. Twice changes nothing.

    :raises DocumentRequestRefused: when they did.
    """
    asked = _locked(asked)
    if asked.document_id:
        raise DocumentRequestRefused(_("La personne vient de remettre ce document."))
    if asked.is_open:
        asked.withdrawn_at = at
        asked.save(update_fields=["withdrawn_at"])
        _record("withdrawn", asked, by=by, at=at)


@transaction.atomic
def restore_request(*, asked: DocumentRequest, by: User, at: datetime) -> None:
    """Undo ``withdraw_request``.

    :raises DocumentRequestRefused: when it was asked for again since.
    """
    asked = _locked(asked)
    if asked.withdrawn_at is None:
        return
    _check_alone(asked.case, asked.kind)
    asked.withdrawn_at = None
    asked.save(update_fields=["withdrawn_at"])
    _record("restored", asked, by=by, at=at)
    something_awaits(asked.case, by=by, at=at)


@transaction.atomic
def answer_request(*, asked: DocumentRequest, document: Document, by: User, at: datetime) -> None:
    """The person gave it, whatever they said before.

    :raises DocumentRequestRefused: when it is given already, or asked for no longer.
    """
    asked = _open(asked)
    asked.document, asked.not_held, asked.answered_at = document, "", at
    asked.save(update_fields=["document", "not_held", "answered_at"])
    _record("given", asked, by=by, at=at)


@transaction.atomic
def say_not_held(*, asked: DocumentRequest, reason: str, by: User, at: datetime) -> DocumentRequest:
    """The person does not have it, and says why.

    :raises DocumentRequestRefused: when it is given already, or asked for no longer.
    """
    asked = _open(asked)
    asked.not_held, asked.answered_at = reason, at
    asked.save(update_fields=["not_held", "answered_at"])
    _record("not_held", asked, by=by, at=at)
    return asked


@transaction.atomic
def take_not_held_back(*, asked: DocumentRequest, by: User, at: datetime) -> None:
    """Undo ``say_not_held``. Twice changes nothing.

    :raises DocumentRequestRefused: when it is given already, or asked for no longer.
    """
    asked = _open(asked)
    if asked.not_held:
        asked.not_held, asked.answered_at = "", None
        asked.save(update_fields=["not_held", "answered_at"])
        _record("answer_taken_back", asked, by=by, at=at)


def _check_alone(case: Case, kind: DocumentType) -> None:
    if DocumentRequest.objects.open().filter(case=case, kind=kind).exists():
        raise DocumentRequestRefused(_("Ce document est déjà demandé à la personne."), field="kind")


def _open(asked: DocumentRequest) -> DocumentRequest:
    asked = _locked(asked)
    if not asked.is_open or asked.case.state == CaseState.CLOSED:
        raise DocumentRequestRefused(_("Ce document n’est plus demandé."))
    return asked


def _locked(asked: DocumentRequest) -> DocumentRequest:
    """The dossier first: whoever asks or answers in it waits there."""
    Case.objects.select_for_update(of=("self",)).get(pk=asked.case_id)
    rows = DocumentRequest.objects.select_for_update(of=("self",))
    return rows.select_related("case__region", "case__person", "kind").get(pk=asked.pk)


def _record(verb: str, asked: DocumentRequest, *, by: User, at: datetime) -> None:
    case = asked.case
    about = [case.pk, case.person_id]
    record(f"newcomers.documentrequest.{verb}", by=by, on=asked, at=at, about=about, region=case.region.code)
