"""How uploads reach us: in memory, so that no file of a dossier ever lies in clear on a disk."""

from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

_MEGABYTE: Final = 1024 * 1024


def max_megabytes() -> int:
    return int(settings.ANCRAGE_FILE_MAX_MB)


def max_bytes() -> int:
    return max_megabytes() * _MEGABYTE


class MemoryUpload(FileUploadHandler):
    """Keeps a file in memory. One that is too large is counted and not kept: the action refuses it by its size."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= max_bytes():
            self.kept.write(raw_data)
        else:
            self.kept = BytesIO()

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
