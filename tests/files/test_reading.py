import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ancrage.core.encryption import encrypt_bytes
from ancrage.files.reading import FileUnreadable, read_file
from tests.factories.files import PDF, PNG, StoredFileFactory

pytestmark = pytest.mark.django_db


def replaced(stored, content):
    default_storage.delete(stored.key)
    default_storage.save(stored.key, ContentFile(content))


def lying(stored):
    with default_storage.open(stored.key) as kept:
        return kept.read()


def test_what_is_read_is_what_was_taken_in():
    assert read_file(StoredFileFactory.create(content=PDF)) == PDF


def test_a_missing_file_says_so():
    stored = StoredFileFactory.create()
    default_storage.delete(stored.key)
    with pytest.raises(FileUnreadable, match="missing"):
        read_file(stored)


@pytest.mark.parametrize("length", [0, 10, -1])
def test_a_file_cut_short_says_so(length):
    stored = StoredFileFactory.create()
    replaced(stored, lying(stored)[:length])
    with pytest.raises(FileUnreadable, match="altered"):
        read_file(stored)


def test_an_altered_byte_says_so():
    stored = StoredFileFactory.create()
    content = bytearray(lying(stored))
    content[40] ^= 1
    replaced(stored, bytes(content))
    with pytest.raises(FileUnreadable, match="altered"):
        read_file(stored)


def test_another_file_under_the_same_key_says_so(settings):
    stored = StoredFileFactory.create()
    replaced(stored, encrypt_bytes(PNG))
    with pytest.raises(FileUnreadable, match="not what was taken in"):
        read_file(stored)


def test_another_key_opens_nothing(settings):
    stored = StoredFileFactory.create()
    settings.ANCRAGE_FIELD_KEY = "another one"
    with pytest.raises(FileUnreadable, match="another key"):
        read_file(stored)
