import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.core.encryption import encrypt_bytes
from ancrage.core.errors import Refused
from ancrage.files.kinds import FileKind, kind_of
from ancrage.files.models import FOLDER, StoredFile
from ancrage.files.names import clean_name
from ancrage.files.uploads import max_bytes

_ORPHAN_AFTER: Final = timedelta(days=1)


class FileRefused(Refused):
    """The file is not one that is taken in."""


def document_kind(content: bytes) -> FileKind:
    """:raises FileRefused: for what is neither PDF, JPEG nor PNG by its content."""
    kind = kind_of(content)
    if kind is None:
        raise FileRefused(
            _("Le contenu de ce fichier n’est ni un PDF, ni une image JPEG ou PNG, quel que soit son nom."),
            field="file",
        )
    return kind


@transaction.atomic
def store_file(*, upload: File[Any], at: datetime, judge: Callable[[bytes], FileKind] = document_kind) -> StoredFile:
    """Take a file in. Its content is written before its row is committed: a row always has its content.

    Within a transaction that fails, the content stays alone until ``remove_orphans``.

    :param judge: says the kind of a content, or refuses it.
    :raises FileRefused: (field ``file``) when it is empty or too large.
    :raises Refused: what ``judge`` refuses.
    """
    if (upload.size or 0) > max_bytes():
        size = {"size": settings.ANCRAGE_FILE_MAX_MB}
        raise FileRefused(_("Ce fichier dépasse %(size)d Mo. Choisissez-en un plus léger.") % size, field="file")
    content: bytes = upload.read()
    if not content:
        raise FileRefused(_("Ce fichier est vide."), field="file")
    kind = judge(content)
    stored = StoredFile(
        name=clean_name(upload.name or "", kind),
        content_type=kind.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
    )
    if default_storage.save(stored.key, ContentFile(encrypt_bytes(content))) != stored.key:
        raise RuntimeError(f"{stored.key}: another file lies there")
    stored.save(force_insert=True)
    return stored


def remove_orphans(*, at: datetime) -> int:
    """Remove the contents that no row names, once a day old; how many.

    A database without any file is not the one of this storage: nothing is removed.

    :param at: real time, which dates the contents.
    """
    if not StoredFile.objects.exists():
        return 0
    orphans = [key for key in _unnamed() if default_storage.get_modified_time(key) < at - _ORPHAN_AFTER]
    for key in orphans:
        default_storage.delete(key)
    return len(orphans)


def _unnamed() -> Iterator[str]:
    """Keys of the contents without a row. What does not look like ours is left alone."""
    for folder in default_storage.listdir(FOLDER)[0]:
        lying = {found: name for name in default_storage.listdir(f"{FOLDER}/{folder}")[1] if (found := _id_of(name))}
        named = set(StoredFile.objects.filter(pk__in=lying).values_list("pk", flat=True))
        yield from (f"{FOLDER}/{folder}/{name}" for found, name in lying.items() if found not in named)


def _id_of(name: str) -> UUID | None:
    try:
        found = UUID(hex=name)
    except ValueError:
        return None
    return found if found.hex == name else None
