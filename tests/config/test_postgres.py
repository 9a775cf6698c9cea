import os
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ancrage.config import postgres


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that anyone may enter: pytest's own are closed, which is another case."""
    folder = Path(tempfile.mkdtemp(prefix="ancrage-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(home: Path) -> Iterator[postgres.Server]:
    target = postgres.server(home, "tests")
    yield target
    postgres.stop(target)
    shutil.rmtree(target.socket, ignore_errors=True)


def ask(server: postgres.Server, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url().replace("postgres:", "postgresql:"), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_a_server_starts_once_stops_and_keeps_what_it_holds(server: postgres.Server) -> None:
    assert postgres.start(server) is True
    assert postgres.start(server) is False
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    ask(server, "CREATE TABLE kept AS SELECT 1")
    assert ask(server, "SHOW listen_addresses") == [("",)]
    assert postgres.stop(server) is True
    assert not postgres.is_ready(server)
    assert postgres.stop(server) is False
    postgres.start(server)
    assert ask(server, "SELECT * FROM kept") == [(1,)]


def test_a_killed_server_starts_again(server: postgres.Server) -> None:
    postgres.start(server)
    pid = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    assert postgres.start(server) in {True, False}
    assert ask(server, "SELECT 1") == [(1,)]


def test_two_starts_at_once_make_one_server(server: postgres.Server) -> None:
    started: list[bool] = []
    threads = [threading.Thread(target=lambda: started.append(postgres.start(server))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [False, False, True]


def test_a_database_is_made_and_dropped(server: postgres.Server) -> None:
    postgres.start(server)
    postgres.create_database(server, "other")
    postgres.create_database(server, "other")
    postgres.drop_database(server, "other")
    assert ("other",) not in ask(server, "SELECT datname FROM pg_database")


def test_a_socket_folder_made_by_someone_else_is_refused(server: postgres.Server) -> None:
    server.socket.symlink_to("/tmp")
    with pytest.raises(postgres.PostgresError, match="belongs to someone else"):
        postgres.start(server)
    server.socket.unlink()


def test_two_checkouts_have_two_servers(home: Path) -> None:
    first, second = postgres.server(home / "a", "demo"), postgres.server(home / "b", "demo")
    assert first.socket != second.socket
    assert first.data != second.data
    assert postgres.server(home / "a", "tests").socket != first.socket


def test_only_the_server_of_tests_is_unsafe(home: Path) -> None:
    assert postgres.server(home, "tests").settings["fsync"] == "off"
    assert "fsync" not in postgres.server(home, "demo").settings


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives its server to another user")
def test_root_keeps_a_closed_folder_closed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    target = postgres.server(closed / ".ancrage", "demo")
    assert target.folder.is_relative_to("/var/tmp")
    assert target.programs.is_relative_to("/var/tmp")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
