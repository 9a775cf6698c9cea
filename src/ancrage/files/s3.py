"""An S3-compatible storage, where ``S3_BUCKET`` names one. Contents arrive there encrypted, as on a disk.

Its faults are those of a disk: ``FileNotFoundError`` for what is not there, another ``OSError`` when it does not answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

# A page waits for it: it is given up soon. Checksums of our own are in the rows; not every storage knows S3's.
_PATIENCE = {"connect_timeout": 3, "read_timeout": 20, "retries": {"max_attempts": 2, "mode": "standard"}}
_PLAIN = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}


@contextmanager
def _faults_of_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise OSError(type(error).__name__) from error


class S3(S3Storage):  # type: ignore[misc] # the library is not typed
    def __init__(self, *, addressing_style: str, **settings: Any) -> None:
        config = Config(s3={"addressing_style": addressing_style}, signature_version="s3v4", **_PATIENCE, **_PLAIN)
        super().__init__(client_config=config, file_overwrite=False, default_acl=None, **settings)

    def _open(self, name: str, mode: str = "rb") -> ContentFile[bytes]:
        """The whole content at once: a fault is met here, and not while it is read."""
        with _faults_of_a_disk(), super()._open(name, mode) as kept:
            return ContentFile(kept.read(), name=name)

    def _save(self, name: str, content: File[bytes]) -> str:
        with _faults_of_a_disk():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _faults_of_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _faults_of_a_disk():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _faults_of_a_disk():
            folders, names = super().listdir(path)
            return list(folders), list(names)

    def get_modified_time(self, name: str) -> datetime:
        with _faults_of_a_disk():
            found: datetime = super().get_modified_time(name)
            return found
