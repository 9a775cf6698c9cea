"""Files on an S3-compatible storage: a little one, over HTTP, in this process."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ancrage.core.clock import real_now
from ancrage.core.ids import uuid7
from ancrage.files.actions import FileRefused, destroy_file, remove_orphans, store_file
from ancrage.files.models import FOLDER, StoredFile
from ancrage.files.reading import FileUnreadable, StorageAway, read_file
from tests.factories.files import PDF, upload

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
KEYS = "<Contents><Key>{}</Key></Contents>"
FOLDERS = "<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>"


class _S3(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self, status: int, body: bytes = b"") -> None:
        if self.server.is_away:  # type: ignore[attr-defined]
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Wed, 14 Jul 2021 14:00:00 GMT")
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @property
    def _kept(self) -> dict[str, bytes]:
        return self.server.kept  # type: ignore[attr-defined]

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/documents-ancrage/")

    def do_PUT(self) -> None:
        self._kept[self._key()] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_HEAD(self) -> None:
        found = self._kept.get(self._key())
        self._answer(404 if found is None else 200, found or b"")

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if "prefix" in asked:
            self._answer(200, self._listed(asked["prefix"][0]))
        elif (found := self._kept.get(self._key())) is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._answer(200, found)

    def do_DELETE(self) -> None:
        self._kept.pop(self._key(), None)
        self._answer(204)

    def _listed(self, prefix: str) -> bytes:
        below = {key.removeprefix(prefix) for key in self._kept if key.startswith(prefix)}
        names = "".join(KEYS.format(prefix + name) for name in sorted(below) if "/" not in name)
        folders = sorted({name.split("/")[0] for name in below if "/" in name})
        found = names + "".join(FOLDERS.format(f"{prefix}{name}/") for name in folders)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()

    def log_message(self, *_said: Any) -> None:
        pass


@pytest.fixture
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "essai")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "essai")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _S3)
    server.kept, server.is_away = {}, False  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    options = {
        "bucket_name": "documents-ancrage",
        "endpoint_url": f"http://127.0.0.1:{server.server_address[1]}",
        "region_name": "ca-central-1",
        "addressing_style": "path",
    }
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "ancrage.files.s3.S3", "OPTIONS": options}}
    yield server
    server.shutdown()
    server.server_close()


def kept(bucket: Any) -> dict[str, bytes]:
    return bucket.kept


def test_a_file_is_kept_encrypted_read_and_destroyed(bucket: Any, django_capture_on_commit_callbacks: Any) -> None:
    stored = store_file(upload=upload(), at=AT)
    assert list(kept(bucket)) == [stored.key]
    assert b"PDF" not in kept(bucket)[stored.key]
    assert read_file(stored) == PDF
    with django_capture_on_commit_callbacks(execute=True):
        destroy_file(stored=stored)
    assert kept(bucket) == {}


def test_what_no_row_names_is_removed_after_a_day(bucket: Any) -> None:
    stored = store_file(upload=upload(), at=AT)
    orphan = uuid7().hex
    default_storage.save(f"{FOLDER}/{orphan[-2:]}/{orphan}", ContentFile(b"x"))
    assert remove_orphans(at=AT + timedelta(hours=23)) == 0
    assert remove_orphans(at=real_now()) == 1
    assert list(kept(bucket)) == [stored.key]


def test_a_content_that_is_gone_or_a_storage_away_is_told_apart(bucket: Any) -> None:
    stored, gone = store_file(upload=upload(), at=AT), store_file(upload=upload(), at=AT)
    del kept(bucket)[gone.key]
    with pytest.raises(FileUnreadable, match="missing"):
        read_file(gone)
    bucket.is_away = True
    with pytest.raises(StorageAway):
        read_file(stored)
    with pytest.raises(FileRefused, match=re.escape("réessayez")):
        store_file(upload=upload(), at=AT)
    assert StoredFile.objects.count() == 2
