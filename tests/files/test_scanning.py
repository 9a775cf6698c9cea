"""Viruses: found, not found, and clamd away for an hour."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.storage.memory import InMemoryStorage

from ancrage.core.encryption import encrypt_bytes
from ancrage.files import jobs
from ancrage.files.actions import FileRefused, destroy_file, store_file
from ancrage.files.actions.scanning import register_infection, scan_file, scan_waiting
from ancrage.files.enums import Scan
from ancrage.files.models import StoredFile
from ancrage.files.reading import FileHeld, StorageAway, read_file
from ancrage.files.scanner import ScannerAway, threat_in
from tests.factories.files import PDF, StoredFileFactory, upload
from tests.files.clamd import EICAR, INFECTED, clamd

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def nowhere() -> str:
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def received(content: bytes = PDF) -> StoredFile:
    return store_file(upload=upload(content), at=AT)


def infect(stored: StoredFile) -> None:
    """Put a virus where its content lies, as if the signatures learned of it later."""
    import hashlib

    default_storage.delete(stored.key)
    default_storage.save(stored.key, ContentFile(encrypt_bytes(INFECTED)))
    StoredFile.objects.filter(pk=stored.pk).update(sha256=hashlib.sha256(INFECTED).hexdigest())


@pytest.mark.parametrize("is_unix", [False, True])
def test_both_kinds_of_socket_find_the_test_virus(settings: Any, tmp_path: Path, is_unix: bool) -> None:
    with clamd(tmp_path / "clamd.sock" if is_unix else None) as (address, seen):
        settings.ANCRAGE_CLAMD = address
        assert threat_in(EICAR) == "Eicar-Test-Signature"
        assert threat_in(PDF) == ""
        assert threat_in(b"x" * 300_000) == ""
        assert [len(content) for content in seen] == [len(EICAR), len(PDF), 300_000]


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: ERROR\0", b"FOUND nothing\0", b"\0", b"stream:"]
)
def test_an_answer_that_says_nothing_of_the_content_is_no_answer(settings: Any, answer: bytes) -> None:
    with clamd(answer=answer) as (address, _seen):
        settings.ANCRAGE_CLAMD = address
        with pytest.raises(ScannerAway):
            threat_in(PDF)


def test_a_file_found_harmless_is_read_at_once(settings: Any) -> None:
    with clamd() as (settings.ANCRAGE_CLAMD, seen):
        stored = received()
        assert seen == [PDF]
    assert (stored.scan, stored.scanned_at) == (Scan.CLEAN, AT)
    assert read_file(stored) == PDF


def test_an_infected_file_is_refused_and_nothing_of_it_is_kept(settings: Any) -> None:
    with clamd() as (settings.ANCRAGE_CLAMD, _seen), pytest.raises(FileRefused, match="Un virus") as refusal:
        received(INFECTED)
    assert refusal.value.field == "file"
    assert not StoredFile.objects.exists()


def test_clamd_away_for_an_hour_loses_nothing(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ANCRAGE_CLAMD = nowhere()
    waiting = [received() for _ in range(3)]
    assert {one.scan for one in waiting} == {Scan.PENDING}
    with pytest.raises(FileHeld):
        read_file(waiting[0])
    assert scan_waiting(at=LATER) == 0
    infect(waiting[1])
    told: list[StoredFile] = []
    monkeypatch.setattr("ancrage.files.actions.scanning._told", [])
    register_infection(lambda stored, _at: told.append(stored))
    with clamd() as (settings.ANCRAGE_CLAMD, seen):
        jobs.scan_waiting_files(0)
        jobs.scan_waiting_files(0)
        assert len(seen) == 3
    states = [StoredFile.objects.get(pk=one.pk) for one in waiting]
    assert [one.scan for one in states] == [Scan.CLEAN, Scan.INFECTED, Scan.CLEAN]
    assert (states[1].threat, told) == ("Eicar-Test-Signature", [states[1]])
    assert read_file(states[0]) == PDF
    with pytest.raises(FileHeld):
        read_file(states[1])


def test_without_a_scanner_the_policy_decides(settings: Any) -> None:
    settings.ANCRAGE_CLAMD, settings.ANCRAGE_QUARANTINE_UNSCANNED = "", True
    held = received()
    assert held.scan == Scan.QUARANTINED
    with pytest.raises(FileHeld):
        read_file(held)
    settings.ANCRAGE_QUARANTINE_UNSCANNED = False
    open_to_all = received()
    assert open_to_all.scan == Scan.UNSCANNED and read_file(open_to_all) == PDF
    assert scan_waiting(at=LATER) == 0
    # Both are examined once there is a scanner.
    with clamd() as (settings.ANCRAGE_CLAMD, _seen):
        assert scan_waiting(at=LATER) == 2
    assert set(StoredFile.objects.values_list("scan", flat=True)) == {Scan.CLEAN}


def test_a_file_examined_or_gone_meanwhile_and_one_that_is_unreadable_stop_no_other(settings: Any) -> None:
    settings.ANCRAGE_CLAMD = nowhere()
    gone, unreadable, other = received(), received(), received()
    default_storage.delete(unreadable.key)
    pk = gone.pk
    destroy_file(stored=gone)
    with clamd() as (settings.ANCRAGE_CLAMD, _seen):
        assert not scan_file(pk, at=LATER)
        assert scan_waiting(at=LATER) == 1
        assert not scan_file(other.pk, at=LATER)
    unreadable.refresh_from_db()
    assert unreadable.scan == Scan.PENDING


def test_a_storage_that_does_not_answer_is_said_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = StoredFileFactory.create()

    def away(*_given: Any, **_named: Any) -> Any:
        raise ConnectionRefusedError

    for act in ("_open", "_save", "delete"):
        monkeypatch.setattr(InMemoryStorage, act, away)
    with pytest.raises(StorageAway):
        read_file(stored)
    with pytest.raises(FileRefused, match="ne répond pas"):
        received()
    assert StoredFile.objects.get() == stored


@pytest.mark.django_db(transaction=True)
def test_a_file_destroyed_leaves_the_storage_once_that_is_committed() -> None:
    stored = StoredFileFactory.create()
    key = stored.key
    destroy_file(stored=stored)
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(key)
