from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.accounts.notices import Told
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.core.actors import JobActor
from ancrage.files.actions import store_file
from ancrage.files.models import StoredFile
from ancrage.files.names import stem_of
from ancrage.newcomers.messages.access import documents_path
from ancrage.newcomers.models import Case, CaseState, Document
from ancrage.newcomers.queries.staff import with_stand_ins


class DocumentRefused(Refused):
    """The document cannot be added, struck or restored."""


@transaction.atomic
def add_document(*, case: Case, file: File[Any], title: str, is_restricted: bool, by: User, at: datetime) -> Document:
    """Keep a file in the dossier.

    :param title: blank, the name of the file without its ending.
    :param is_restricted: for the people named on the dossier only; whoever adds it must be one of them.
    :raises DocumentRefused: when the dossier is closed, or a restricted document is added by someone not named.
    :raises FileRefused: when the file is not one that is taken in.
    """
    if case.state == CaseState.CLOSED:
        raise DocumentRefused(_("Ce dossier est fermé. Rouvrez-le pour y ajouter un document."))
    if is_restricted and not case.circle.filter(user=by, until=None).exists():
        raise DocumentRefused(
            _("Seules les personnes nommées au dossier y ajoutent un document restreint."), field="is_restricted"
        )
    stored = store_file(upload=file, at=at)
    document = Document.objects.create(
        case=case,
        file=stored,
        title=title or stem_of(stored.name),
        added_by=by,
        added_at=at,
        is_restricted=is_restricted,
    )
    about = [case.pk, case.person_id]
    record("newcomers.document.added", by=by, on=document, at=at, about=about, region=case.region.code)
    return document


@transaction.atomic
def strike_document(*, document: Document, by: User, at: datetime) -> None:
    """Take a document out of the reading. Its file stays, and so does its history.

    :raises DocumentRefused: when it is someone else's.
    """
    if document.added_by_id != by.pk:
        raise DocumentRefused(_("Un document est retiré par la personne qui l’a ajouté."))
    _set_struck(document, at, by=by, verb="newcomers.document.struck", at=at)


@transaction.atomic
def restore_document(*, document: Document, by: User, at: datetime) -> None:
    """Undo ``strike_document``.

    :raises DocumentRefused: when it is someone else's.
    """
    if document.added_by_id != by.pk:
        raise DocumentRefused(_("Un document est rétabli par la personne qui l’a ajouté."))
    _set_struck(document, None, by=by, verb="newcomers.document.restored", at=at)


@transaction.atomic
def share_document(*, document: Document, by: User, at: datetime) -> None:
    """Let the person read it in their own space, until it is taken back. Twice changes nothing.

    :raises DocumentRefused: when it is restricted, taken out, or theirs already.
    """
    held = _held(document)
    if held.is_restricted:
        raise DocumentRefused(_("Un document restreint ne se montre pas dans Mon plan."))
    if held.struck_at:
        raise DocumentRefused(_("Ce document est retiré : rétablissez-le d’abord."))
    if not held.added_by.is_staff_account:
        raise DocumentRefused(_("La personne a ajouté ce document : elle l’a déjà dans Mon plan."))
    if held.shared_at is None:
        _set_shared(held, at, by=by, verb="newcomers.document.shared", at=at)


@transaction.atomic
def unshare_document(*, document: Document, by: User, at: datetime) -> None:
    """Undo ``share_document``: at once, and by anyone who writes in the dossier."""
    held = _held(document)
    if held.shared_at:
        _set_shared(held, None, by=by, verb="newcomers.document.unshared", at=at)


@transaction.atomic
def tell_infected(stored: StoredFile, at: datetime) -> None:
    """A virus was found in a file of a dossier: whoever added it asks for another."""
    document = Document.objects.filter(file=stored).select_related("case__region", "added_by").first()
    if document is None:
        return
    case = document.case
    told = [Told(document.added_by)] if document.is_restricted else with_stand_ins(case, [document.added_by], at)
    text = _("Un virus a été trouvé dans un document du dossier %(reference)s.") % {"reference": case.reference}
    notify(users=told, kind="newcomers.document_infected", text=text, path=documents_path(case), at=at)
    about = [case.pk, case.person_id]
    by = JobActor("files.scan_waiting")
    record("newcomers.document.infected", by=by, on=document, at=at, about=about, region=case.region.code)


def _set_struck(document: Document, struck_at: datetime | None, *, by: User, verb: str, at: datetime) -> None:
    document.struck_at = struck_at
    document.save(update_fields=["struck_at"])
    about = [document.case_id, document.case.person_id]
    record(verb, by=by, on=document, at=at, about=about, region=document.case.region.code)


def _held(document: Document) -> Document:
    rows = Document.objects.select_for_update(of=("self",)).select_related("added_by", "case__region")
    return rows.get(pk=document.pk)


def _set_shared(document: Document, shared_at: datetime | None, *, by: User, verb: str, at: datetime) -> None:
    document.shared_at = shared_at
    document.save(update_fields=["shared_at"])
    about = [document.case_id, document.case.person_id]
    record(verb, by=by, on=document, at=at, about=about, region=document.case.region.code)
