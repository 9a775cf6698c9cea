"""What the person does that whoever follows them should know. No name in what is said."""

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.newcomers.actions.consents import ConsentRefused, withdraw
from ancrage.newcomers.actions.document_requests import answer_request, say_not_held
from ancrage.newcomers.actions.documents import add_document
from ancrage.newcomers.models import Case, Consent, Document, DocumentRequest, GivenBy
from ancrage.portal import messages


@transaction.atomic
def give_document(
    *, case: Case, file: File[Any], title: str, by: User, at: datetime, asked: DocumentRequest | None = None
) -> Document:
    """Add a document to one's own dossier; the one that was ``asked`` for, if it is.

    :raises DocumentRequestRefused: when it is given already, or asked for no longer.
    :raises DocumentRefused: when the dossier is closed.
    :raises FileRefused: when the file is not one that is taken in.
    """
    document = add_document(case=case, file=file, title=title, is_restricted=False, by=by, at=at)
    if asked:
        answer_request(asked=asked, document=document, by=by, at=at)
    said = messages.asked_document_given(case) if asked else messages.document_given(case)
    _tell(case, said, messages.documents_path(case), at, else_=asked.asked_by if asked else None)
    return document


@transaction.atomic
def tell_not_held(*, asked: DocumentRequest, reason: str, by: User, at: datetime) -> None:
    """The person does not have what was asked for; whoever follows them looks for another way.

    :raises DocumentRequestRefused: when it is given already, or asked for no longer.
    """
    case = say_not_held(asked=asked, reason=reason, by=by, at=at).case
    _tell(case, messages.asked_document_not_held(case), messages.documents_path(case), at, else_=asked.asked_by)


@transaction.atomic
def withdraw_own_consent(*, consent: Consent, by: User, at: datetime) -> None:
    """The person changes their mind: what is shared stops being shared, now.

    :raises ConsentRefused: when someone else gave it, or it is withdrawn already.
    """
    if consent.given_by != GivenBy.PERSON:
        raise ConsentRefused(_("Ce consentement a été donné par quelqu’un d’autre."))
    withdraw(consent=consent, by=by, at=at)
    case = consent.case
    _tell(case, messages.consent_withdrawn(case), messages.consents_path(case), at)


def _tell(case: Case, text: str, path: str, at: datetime, *, else_: User | None = None) -> None:
    """Whoever follows the dossier; when nobody does, ``else_``."""
    told = case.agent or else_
    if told:
        notify(users=[told], kind="portal.told", text=text, path=path, at=at)
