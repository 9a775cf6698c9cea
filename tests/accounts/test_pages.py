"""The door of pages, tried on views made for it."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from ancrage.accounts import pages
from ancrage.accounts.models import Notification, User
from ancrage.accounts.pages import PageSpec, page
from ancrage.accounts.permissions import Permission
from ancrage.accounts.readonly import PageWritesError, only_select
from ancrage.audit.models import AuditEntry
from ancrage.core import now
from tests.factories.accounts import UserFactory, signed_in, user_as

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _write(user: User) -> None:
    Notification.objects.create(user=user, kind="test", text="", created_at=now())


@page(permission=Permission.MANAGE_USERS)
def reading(request: Any) -> HttpResponse:
    if "write" in request.GET:
        _write(request.user)
    return HttpResponse("lu")


@page(permission=Permission.MANAGE_USERS, writes=True)
def writing(request: Any) -> HttpResponse:
    _write(request.user)
    return HttpResponse("écrit")


@page(permission=None, consults="workspace.register.consulted")
def consulting(request: Any, times: int) -> HttpResponse:
    for _ in range(times):
        request.consult(request.user, about=[request.user.pk], region="01")
    return HttpResponse("un dossier", status=int(request.GET.get("status", 200)))


@page(permission=None, consults="workspace.register.consulted")
def nothing_shown(request: Any) -> HttpResponse:
    request.consult(None)
    return HttpResponse("rien")


@page(permission=None, public=True)
def public(_request: Any) -> HttpResponse:
    return HttpResponse("ouvert")


def undeclared(_request: Any) -> HttpResponse:
    return HttpResponse("oublié")


urlpatterns = [
    path("lire/", reading),
    path("ecrire/", writing),
    path("consulter/<int:times>/", consulting),
    path("rien/", nothing_shown),
    path("public/", public),
    path("oublie/", undeclared),
    path("", include("ancrage.accounts.urls")),
    path("", include("ancrage.demo.urls")),
    path("", include("ancrage.ui.urls")),
    path("", include("ancrage.workspace.urls")),
    path("", include("ancrage.api.urls")),
    path("", include("ancrage.directory.urls")),
]


@pytest.fixture
def administrator(client: Client) -> Client:
    return signed_in(client, user_as("system_administrator"))


def test_a_capability_opens_a_page_and_its_absence_hides_it(client: Client, administrator: Client) -> None:
    assert administrator.get("/lire/").status_code == 200
    other = signed_in(Client(), user_as("privacy_officer"))
    assert other.get("/lire/").status_code == 404


def test_every_page_is_closed_to_strangers_unless_it_says_otherwise(client: Client) -> None:
    for address in ("/lire/", "/ecrire/", "/consulter/1/", "/oublie/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/connexion/?next=")
    assert client.get("/public/").status_code == 200


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(client: Client) -> None:
    answer = client.get("/lire/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/connexion/")


def test_a_reading_page_cannot_write(administrator: Client) -> None:
    with pytest.raises(PageWritesError), transaction.atomic():
        administrator.get("/lire/?write=1")
    with pytest.raises(PageWritesError), transaction.atomic():
        administrator.post("/lire/?write=1")
    assert not Notification.objects.exists()


def test_a_writing_page_writes_on_post_only(administrator: Client) -> None:
    with pytest.raises(PageWritesError), transaction.atomic():
        administrator.get("/ecrire/")
    assert administrator.post("/ecrire/").status_code == 200
    assert Notification.objects.count() == 1


def test_one_entry_says_who_read_what(client: Client) -> None:
    user = UserFactory.create()
    assert signed_in(client, user).get("/consulter/1/", REMOTE_ADDR="192.0.2.7").status_code == 200
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.target_id) == ("workspace.register.consulted", user.actor_ref, str(user.pk))
    assert (entry.about, entry.region, entry.address) == ([user.pk], "01", "192.0.2.7")


def test_a_page_that_forgets_to_say_what_it_showed_is_a_fault(client: Client) -> None:
    signed_in(client, UserFactory.create())
    with pytest.raises(RuntimeError, match="said nothing"):
        client.get("/consulter/0/")
    with pytest.raises(RuntimeError, match="once a page"):
        client.get("/consulter/2/")


def test_what_shows_nothing_leaves_no_entry(client: Client) -> None:
    signed_in(client, UserFactory.create())
    assert client.get("/rien/").status_code == 200
    assert client.get("/consulter/0/?status=302").status_code == 302
    assert not AuditEntry.objects.exists()


def test_a_dossier_is_not_shown_when_the_register_is_closed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(pages, "record", broken)
    answer = signed_in(client, UserFactory.create()).get("/consulter/1/")
    assert answer.status_code == 503
    assert "un dossier" not in answer.content.decode()


def test_answers_to_someone_are_kept_nowhere(client: Client, administrator: Client) -> None:
    assert administrator.get("/lire/")["Cache-Control"] == "no-store, private"
    assert "Cache-Control" not in client.get("/public/")


def test_what_a_page_declared_can_be_read() -> None:
    assert reading.page == PageSpec(Permission.MANAGE_USERS, writes=False, consults=None, public=False)  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="asks for no capability"):
        page(permission=Permission.MANAGE_USERS, public=True)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "UPDATE t SET a = 1",
        "DELETE FROM t",
        "SELECT 1 FROM t FOR UPDATE",
        "SELECT 1 FROM t FOR NO KEY UPDATE",
        "SELECT set_config('a', 'b', true); UPDATE t SET a = 1",
        "WITH gone AS (DELETE FROM t RETURNING 1) SELECT * FROM gone",
        "TRUNCATE t",
        "CALL p()",
    ],
)
def test_only_select_refuses_writes_however_dressed(sql: str) -> None:
    from django.db import connection

    with only_select(), connection.cursor() as cursor, pytest.raises(PageWritesError):
        cursor.execute(sql)


def test_only_select_ends_with_its_block() -> None:
    with only_select():
        assert list(User.objects.all()) == []
    UserFactory.create()
