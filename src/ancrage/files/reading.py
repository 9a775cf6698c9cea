import hashlib

from django.core.files.storage import default_storage

from ancrage.core.encryption import decrypt_bytes
from ancrage.files.models import StoredFile


class FileUnreadable(Exception):
    """The content of a file is missing from the storage, or is not what was taken in."""


class FileHeld(Exception):
    """The file is not opened: it waits to be examined, or a virus was found in it."""


class StorageAway(Exception):
    """The storage does not answer. Nothing is lost: it is to be asked again."""


def read_file(stored: StoredFile) -> bytes:
    """The content of ``stored``, to be handed to someone.

    :raises FileHeld: as long as it is not known to be harmless, where that is asked for.
    :raises StorageAway: when the storage does not answer.
    :raises FileUnreadable: as ``content_of`` does.
    """
    if stored.is_held:
        raise FileHeld(str(stored.pk))
    return content_of(stored)


def content_of(stored: StoredFile) -> bytes:
    """The content of ``stored``, as it was taken in.

    :raises StorageAway: when the storage does not answer.
    :raises FileUnreadable: when it is missing, altered, or encrypted under another key.
    """
    try:
        with default_storage.open(stored.key) as kept:
            content = decrypt_bytes(kept.read())
    except FileNotFoundError as error:
        raise FileUnreadable(f"{stored.pk}: missing") from error
    except OSError as error:
        raise StorageAway(str(stored.pk)) from error
    except ValueError as error:
        raise FileUnreadable(f"{stored.pk}: altered, or under another key") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileUnreadable(f"{stored.pk}: not what was taken in")
    return content
