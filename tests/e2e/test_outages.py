"""What dies under the application: the server, the mail server, the database. Nothing is left half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.messaging.actions import send_email
from ancrage.messaging.models import MessageState
from ancrage.newcomers.models import ContactNote
from tests.e2e.checks import assert_sound
from tests.e2e.processes import WebServer, environment, free_port, mail_server, work
from tests.e2e.steps import field, press, see
from tests.e2e.town import Town, followed_case, request_of

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def server(town: Town) -> Iterator[WebServer]:
    started = WebServer()
    yield started
    started.kill()


def test_a_server_killed_in_the_middle_of_a_write_leaves_nothing_half_written(
    page: Page,
    sign_in: Callable[..., None],
    expected_console: set[str],
    town: Town,
    server: WebServer,
) -> None:
    expected_console.add("htmx:")
    case = request_of(town)
    sign_in(town.maude)
    page.goto(f"{server.url}/ma-journee/")
    take = page.get_by_role("button", name="Prendre la demande de Nour Haddad")
    entries = AuditEntry.objects.count()
    with _nobody_can_write_in(AuditEntry._meta.db_table) as holder:
        take.click()
        _wait_for(holder)
        server.kill()
    see(page, "Rien n’a été enregistré")
    case.refresh_from_db()
    assert (case.agent, AuditEntry.objects.count()) == (None, entries)

    server.start()
    take.click()
    expect(page.get_by_role("row").filter(has_text="Nour Haddad")).to_contain_text("Suivie par vous")


@contextmanager
def _nobody_can_write_in(table: str) -> Iterator["psycopg.Connection"]:
    """Writes to ``table`` wait at the door for as long as this lasts: the write that reaches it is in its middle."""
    with psycopg.connect(_url()) as holder:
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield holder
        holder.rollback()


def _url() -> str:
    return environment("")["DATABASE_URL"].replace("postgres:", "postgresql:")


def _wait_for(holder: "psycopg.Connection") -> None:
    for _tried in range(200):
        holder.execute("SELECT pg_stat_clear_snapshot()")
        if holder.execute(WAITING).fetchone() != (0,):
            return
        holder.execute("SELECT pg_sleep(0.1)")
    raise AssertionError("nothing waited for the lock")


def test_a_message_waits_for_the_mail_server_and_leaves_when_it_is_back(town: Town) -> None:
    words = {"subject": "Un aiguillage", "body": "À lire.", "language": "fr"}
    message = send_email(to="organisme@partenaires.example", **words, at=now(), about=town.partner)
    work(mail_port=free_port())
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    _as_if_the_wait_were_over()
    with mail_server() as (port, received):
        work(mail_port=port)
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert any("Un aiguillage" in line for line in received)


def _as_if_the_wait_were_over() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def test_a_database_away_for_a_moment_loses_nothing(
    page: Page,
    sign_in: Callable[..., None],
    expected_statuses: set[int],
    town: Town,
    server: WebServer,
) -> None:
    expected_statuses.add(503)
    case = followed_case(town)
    sign_in(town.maude)
    page.goto(f"{server.url}/dossiers/{case.pk}/notes/nouvelle/")
    field(page, "Ce qui a été dit ou fait").fill("Elle commence lundi.")
    with _database_away():
        press(page, "Enregistrer la note")
        see(page, "Ancrage ne répond pas pour le moment")
        assert_sound(page)
    press(page, "Revenir à ce que j’écrivais")
    expect(field(page, "Ce qui a été dit ou fait")).to_have_value("Elle commence lundi.")
    press(page, "Enregistrer la note")
    see(page, "Elle commence lundi.")
    assert ContactNote.objects.filter(case=case).count() == 1


@contextmanager
def _database_away() -> Iterator[None]:
    """As a restart does: every connection is cut, and none is taken until the end."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(_url().replace(f"/{name}", "/postgres"), autocommit=True) as keeper:
        keeper.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            keeper.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            keeper.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
