import signal
import socket
from pathlib import Path
from typing import Any

import pytest

from ancrage.config import checkout, demo_server


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout, "HOME", tmp_path)


def test_a_taken_port_is_told_with_another_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert demo_server.run(port) == 1
    assert f"make demo PORT={port + 1}" in capsys.readouterr().err


def test_a_folder_runs_one_demo_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    with demo_server._only_one():
        assert demo_server.run(0) == 1
        assert demo_server.reset() == 1
    assert "Ctrl-C" in capsys.readouterr().err


def test_a_database_named_by_the_environment_is_never_emptied(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@example/precious")
    monkeypatch.delenv("ANCRAGE_EMBEDDED", raising=False)
    assert demo_server.reset() == 1
    assert "DATABASE_URL" in capsys.readouterr().err


def test_signals_answer_as_before_once_the_demo_has_ended() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with demo_server._only_one():
        demo_server.run(0)
    assert signal.getsignal(signal.SIGTERM) == before


def test_an_order_to_stop_is_known_behind_what_it_provokes() -> None:
    cut = RuntimeError("transaction cut")
    cut.__context__ = demo_server._Stop()
    assert demo_server._was_asked(cut)
    assert not demo_server._was_asked(RuntimeError("another"))


@pytest.mark.django_db
def test_a_demo_that_others_could_reach_does_not_start(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["ancrage.example"]
    with pytest.raises(demo_server._CannotStartError, match=r"ancrage\.example"):
        demo_server._refuse_unsafe()
