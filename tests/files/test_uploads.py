from django.conf import settings
from django.test import RequestFactory

from ancrage.files.uploads import max_bytes
from tests.factories.files import PDF, upload


def received(content):
    return RequestFactory().post("/", {"file": upload(content), "title": "Bail"})


def test_a_file_is_received_whole_and_in_memory():
    content = PDF + b"x" * 4_000_000
    file = received(content).FILES["file"]
    assert (file.size, file.read() == content) == (len(content), True)
    assert not hasattr(file, "temporary_file_path")


def test_a_file_too_large_is_counted_and_not_kept_and_the_other_fields_are_there():
    request = received(PDF + b"x" * max_bytes())
    assert request.FILES["file"].size == max_bytes() + len(PDF)
    assert len(request.FILES["file"].read()) < max_bytes()
    assert request.POST["title"] == "Bail"


def test_nothing_is_received_in_a_temporary_folder():
    assert settings.FILE_UPLOAD_HANDLERS == ["ancrage.files.uploads.MemoryUpload"]
