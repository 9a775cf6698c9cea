from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from factory import Sequence
from factory.django import DjangoModelFactory

from ancrage.files.actions import store_file
from ancrage.files.models import StoredFile

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
MOMENT = datetime(2021, 7, 5, 14, 0, tzinfo=UTC)


def upload(content: bytes = PDF, name: str = "bail.pdf", declared: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, declared)


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """A file whose content lies in the storage."""

    class Meta:
        model = StoredFile

    name = Sequence(lambda n: f"fichier{n}.pdf")
    content = PDF
    stored_at = MOMENT

    @classmethod
    def _create(cls, _model: type[StoredFile], *_args: Any, **given: Any) -> StoredFile:
        return store_file(upload=upload(given["content"], given["name"]), at=given["stored_at"])
