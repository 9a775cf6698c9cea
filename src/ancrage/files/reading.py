import hashlib

from django.core.files.storage import default_storage

from ancrage.core.encryption import decrypt_bytes
from ancrage.files.models import StoredFile


class FileUnreadable(Exception):
    """The content of a file is missing from the storage, or is not what was taken in."""


def read_file(stored: StoredFile) -> bytes:
    """The content of ``stored``, as it was taken in.

    :raises FileUnreadable: when it is missing, altered, or encrypted under another key.
    """
    try:
        with default_storage.open(stored.key) as kept:
            content = decrypt_bytes(kept.read())
    except OSError as error:
        raise FileUnreadable(f"{stored.pk}: missing") from error
    except ValueError as error:
        raise FileUnreadable(f"{stored.pk}: altered, or under another key") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileUnreadable(f"{stored.pk}: not what was taken in")
    return content
