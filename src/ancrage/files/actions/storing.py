import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.core.encryption import encrypt_bytes
from ancrage.core.errors import Refused
from ancrage.files.enums import Scan
from ancrage.files.kinds import FileKind, kind_of
from ancrage.files.models import FOLDER, StoredFile
from ancrage.files.names import clean_name
from ancrage.files.scanner import ScannerAway, has_scanner, threat_in
from ancrage.files.uploads import max_bytes

log = structlog.get_logger(__name__)
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

    Examined at once where there is a scanner; when it is away, the file waits, and nobody opens it meanwhile.

    :param judge: says the kind of a content, or refuses it.
    :raises FileRefused: (field ``file``) when it is empty, too large, infected, or when the storage does not answer.
    :raises Refused: what ``judge`` refuses.
    """
    if (upload.size or 0) > max_bytes():
        size = {"size": settings.ANCRAGE_FILE_MAX_MB}
        raise FileRefused(_("Ce fichier dépasse %(size)d Mo. Choisissez-en un plus léger.") % size, field="file")
    content: bytes = upload.read()
    if not content:
        raise FileRefused(_("Ce fichier est vide."), field="file")
    kind = judge(content)
    scan = _examined(content)
    stored = StoredFile(
        name=clean_name(upload.name or "", kind),
        content_type=kind.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
        scan=scan,
        scanned_at=at if scan == Scan.CLEAN else None,
    )
    try:
        key = default_storage.save(stored.key, ContentFile(encrypt_bytes(content)))
    except OSError as error:
        log.exception("storage_away")
        raise FileRefused(
            _("L’entrepôt des fichiers ne répond pas. Rien n’est gardé : réessayez dans quelques minutes."),
            field="file",
        ) from error
    if key != stored.key:
        raise RuntimeError(f"{stored.key}: another file lies there")
    stored.save(force_insert=True)
    return stored


@transaction.atomic
def destroy_file(*, stored: StoredFile) -> None:
    """Delete the row; its content leaves the storage once that is committed, or with the orphans."""
    key = stored.key
    stored.delete()
    transaction.on_commit(partial(_remove_content, key))


def _remove_content(key: str) -> None:
    try:
        default_storage.delete(key)
    except OSError:
        log.exception("content_not_removed", key=key)


def _examined(content: bytes) -> Scan:
    """What is known of a content just received.

    :raises FileRefused: when a virus is found.
    """
    if not has_scanner():
        return Scan.QUARANTINED if settings.ANCRAGE_QUARANTINE_UNSCANNED else Scan.UNSCANNED
    try:
        threat = threat_in(content)
    except ScannerAway:
        log.warning("scanner_away")
        return Scan.PENDING
    if threat:
        log.warning("upload_infected", threat=threat)
        raise FileRefused(
            _("Un virus a été trouvé dans ce fichier : il n’est pas gardé. Demandez-en un autre à la personne."),
            field="file",
        )
    return Scan.CLEAN


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
