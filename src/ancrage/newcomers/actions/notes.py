from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core import Refused
from ancrage.newcomers.models import Case, ContactNote


class NoteRefused(Refused):
    """The note cannot be written or struck."""


@transaction.atomic
def write_note(
    *,
    case: Case,
    text: str,
    channel: str,
    is_reached: bool,
    is_restricted: bool,
    happened_at: datetime,
    by: User,
    at: datetime,
) -> ContactNote:
    """Keep what was said or done.

    :param is_restricted: for the people named on the dossier only; the writer must be one of them.
    :raises NoteRefused: when ``happened_at`` is to come, or a restricted note is written by someone not named.
    """
    if happened_at > at:
        raise NoteRefused(_("Ce moment est à venir."), field="happened_at")
    if is_restricted and not case.circle.filter(user=by, until=None).exists():
        raise NoteRefused(
            _("Seules les personnes nommées au dossier y écrivent une note restreinte."), field="is_restricted"
        )
    note = ContactNote.objects.create(
        case=case, at=happened_at, by=by, channel=channel, is_reached=is_reached, text=text, is_restricted=is_restricted
    )
    record("newcomers.note.written", by=by, on=note, at=at, about=[case.pk, case.person_id], region=case.region.code)
    return note


@transaction.atomic
def strike_note(*, note: ContactNote, by: User, at: datetime) -> None:
    """Take a note out of the reading. It stays in the history: a note is never rewritten.

    :raises NoteRefused: when it is someone else's.
    """
    if note.by_id != by.pk:
        raise NoteRefused(_("Une note est annulée par la personne qui l’a écrite."))
    _set_struck(note, at, by=by, verb="newcomers.note.struck", at=at)


@transaction.atomic
def restore_note(*, note: ContactNote, by: User, at: datetime) -> None:
    """Undo ``strike_note``.

    :raises NoteRefused: when it is someone else's.
    """
    if note.by_id != by.pk:
        raise NoteRefused(_("Une note est rétablie par la personne qui l’a écrite."))
    _set_struck(note, None, by=by, verb="newcomers.note.restored", at=at)


def _set_struck(note: ContactNote, struck_at: datetime | None, *, by: User, verb: str, at: datetime) -> None:
    note.struck_at = struck_at
    note.save(update_fields=["struck_at"])
    record(verb, by=by, on=note, at=at, about=[note.case_id], region=note.case.region.code)
