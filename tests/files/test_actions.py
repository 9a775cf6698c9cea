import hashlib
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from ancrage.core.clock import real_now
from ancrage.core.ids import uuid7
from ancrage.files import jobs
from ancrage.files.actions import FileRefused, remove_orphans, store_file
from ancrage.files.models import FOLDER, StoredFile
from ancrage.files.uploads import max_bytes
from tests.e2e.processes import environment
from tests.factories.files import JPEG, PDF, PNG, StoredFileFactory, upload
from tests.sources import ROOT

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
LATER = timedelta(days=1, minutes=1)
HTML, EXE = b"<!doctype html><script>alert(1)</script>", b"MZ\x90\x00\x03"


@pytest.fixture
def on_disk(settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


def contents(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "name", "content_type", "kept"),
    [
        (PDF, "bail.pdf", "application/pdf", "bail.pdf"),
        (PNG, "photo.png", "image/png", "photo.png"),
        (JPEG, "photo.pdf", "image/jpeg", "photo.pdf.jpg"),
    ],
)
def test_a_file_is_known_by_its_content(content, name, content_type, kept):
    stored = StoredFile.objects.get(pk=store_file(upload=upload(content, name, "text/html"), at=AT).pk)
    assert (stored.name, stored.content_type, stored.size) == (kept, content_type, len(content))
    assert (stored.sha256, stored.stored_at) == (hashlib.sha256(content).hexdigest(), AT)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (HTML, "ni un PDF, ni une image"),
        (EXE, "ni un PDF, ni une image"),
        (PDF + b"x" * max_bytes(), "dépasse 10 Mo"),
    ],
)
def test_what_is_not_taken_in_leaves_nothing(on_disk, content, sentence):
    with pytest.raises(FileRefused, match=sentence) as refusal:
        store_file(upload=upload(content), at=AT)
    assert refusal.value.field == "file"
    assert not StoredFile.objects.exists()
    assert not contents(on_disk)


def test_ten_megabytes_are_taken_in():
    content = PDF.ljust(max_bytes(), b"x")
    assert store_file(upload=upload(content), at=AT).size == len(content)


def test_the_storage_tells_nothing(on_disk):
    stored = store_file(upload=upload(PDF, "Mariana Ospina.pdf"), at=AT)
    (path,) = contents(on_disk)
    assert path == on_disk / stored.key
    assert path.name == stored.pk.hex
    assert b"PDF" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


# ── a transaction that fails, a process killed ──


def test_a_failed_transaction_leaves_a_content_that_is_removed_a_day_later(on_disk):
    kept = StoredFileFactory.create()
    with transaction.atomic():
        StoredFileFactory.create()
        transaction.set_rollback(True)
    assert list(StoredFile.objects.all()) == [kept]
    assert len(contents(on_disk)) == 2
    assert remove_orphans(at=real_now()) == 0
    assert remove_orphans(at=real_now() + LATER) == 1
    assert contents(on_disk) == [on_disk / kept.key]


KILLED = """
import os, signal
import django
django.setup()
from datetime import UTC, datetime
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from ancrage.files.actions import store_file

def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

class Slow(ContentFile):
    def chunks(self, chunk_size=None):
        yield self.read(100)
        die()

save = FileSystemStorage._save
FileSystemStorage._save = {
    "before": die,
    "half": lambda self, name, content: save(self, name, Slow(content.read())),
    "whole": lambda *given: save(*given) and die(),
}[os.environ["MOMENT"]]
store_file(upload=ContentFile(b"%PDF-" + b"x" * 9000, name="bail.pdf"), at=datetime(2021, 7, 14, tzinfo=UTC))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "left"), [("before", 0), ("half", 1), ("whole", 1)])
def test_a_process_killed_leaves_no_row_without_its_content(on_disk, moment, left):
    kept = StoredFileFactory.create()
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    there = environment("ancrage.config.settings", PYTHONPATH=paths, MEDIA_ROOT=str(on_disk), MOMENT=moment)
    done = subprocess.run([sys.executable, "-c", KILLED], env=there, cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert list(StoredFile.objects.all()) == [kept]
    assert len(contents(on_disk)) == 1 + left
    assert remove_orphans(at=real_now() + LATER) == left
    assert contents(on_disk) == [on_disk / kept.key]


def test_what_is_not_ours_is_left_alone(on_disk):
    StoredFileFactory.create()
    for name in (f"{FOLDER}/ab/LISEZMOI.txt", f"{FOLDER}/ab/{{{uuid7()}}}", f"{uuid7().hex}"):
        default_storage.save(name, ContentFile(b"x"))
    assert remove_orphans(at=real_now() + LATER) == 0
    assert len(contents(on_disk)) == 4


def test_an_empty_database_removes_nothing(on_disk):
    """A server started on the wrong database would otherwise erase every file."""
    default_storage.save(f"{FOLDER}/ab/{uuid7().hex}", ContentFile(b"x"))
    assert remove_orphans(at=real_now() + LATER) == 0
    assert contents(on_disk)


def test_the_job_runs_by_real_time(on_disk, settings):
    settings.CLOCK_OFFSET_DAYS = 2000
    StoredFileFactory.create()
    old, new = (f"{FOLDER}/ab/{uuid7().hex}" for _ in range(2))
    for key in (old, new):
        default_storage.save(key, ContentFile(b"x"))
    an_age_ago = (real_now() - LATER).timestamp()
    os.utime(on_disk / old, (an_age_ago, an_age_ago))
    jobs.remove_orphan_files(0)
    assert [default_storage.exists(key) for key in (old, new)] == [False, True]
