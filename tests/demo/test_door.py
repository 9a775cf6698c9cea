import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import ProgrammingError
from django.test import Client
from django.urls import reverse

from ancrage.demo.accounts import printable
from ancrage.demo.checks import holds_invented_people, stays_on_this_machine
from ancrage.demo.models import World
from ancrage.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory, user_as
from tests.factories.newcomers import MOMENT
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db
DOOR, ENTER = "/demo/", "/demo/entrer/"


@pytest.fixture
def mark() -> World:
    return World.objects.create(loaded_at=MOMENT, offset_days=0, seed=1)


def _maude():
    return user_as("integration_agent", ServicePointFactory.create(name="Matane"), full_name="Maude Thériault")


def test_the_page_names_each_person_with_role_and_place(mark) -> None:
    _maude()
    page = Client().get(DOOR).content.decode()
    for words in ("Maude Thériault", "Agente ou agent d’aide à l’intégration", "Matane"):
        assert words in page


def test_entering_asks_neither_password_nor_second_factor(mark) -> None:
    maude, client = _maude(), Client()
    answer = client.post(ENTER, {"user": maude.pk})
    assert answer.headers["Location"] == "/"
    assert client.session["demo"] is True
    mine = client.get(reverse("accounts:me"))
    assert mine.status_code == 200, mine.headers


def test_the_session_alone_exempts_nobody_outside_the_demo(mark, settings) -> None:
    maude, client = _maude(), Client()
    client.post(ENTER, {"user": maude.pk})
    settings.DEMO = False
    assert client.get(reverse("accounts:me")).headers["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("path", [DOOR, ENTER, "/demo/courriels/"])
def test_without_the_mark_there_is_no_door(path) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", [DOOR, ENTER, "/demo/courriels/"])
def test_from_another_machine_there_is_no_door(mark, path) -> None:
    assert Client(REMOTE_ADDR="203.0.113.9").get(path).status_code == 404
    assert Client(REMOTE_ADDR="203.0.113.9").post(ENTER, {"user": _maude().pk}).status_code == 404


def test_only_invented_people_in_office_can_be_entered_as(mark) -> None:
    left = user_as("director", email="partie@ancrage.example", is_active=False)
    real = user_as("director", email="quelquun@ailleurs.ca")
    idle = UserFactory.create(email="sans-role@ancrage.example")
    for user in (left, real, idle):
        assert Client().post(ENTER, {"user": user.pk}).status_code == 404, user
    assert Client().post(ENTER, {"user": "x"}).status_code == 404
    assert Client().get(ENTER).headers["Location"] == DOOR


def test_the_accounts_are_printed_by_role(mark) -> None:
    _maude()
    assert printable() == ["Agente ou agent d’aide à l’intégration  Maude Thériault"]


def test_the_outbox_shows_messages_with_links_to_follow(mark) -> None:
    message = OutgoingMessage.objects.create(
        to="aiguillages@aibsl.example", subject="Aiguillage BSL-2021-A000001", language="fr", created_at=MOMENT,
        body="Bonjour,\n\nRépondre :\nhttp://localhost:8000/repondre/abc/",
    )  # fmt: skip
    listed = Client().get("/demo/courriels/").content.decode()
    assert "Aiguillage BSL-2021-A000001" in listed
    assert (
        "aucun" not in Client().get("/demo/courriels/", {"a": "x@y.example"}).content.decode().lower().split("<main")[0]
    )
    page = Client().get(reverse("demo:message", args=[message.pk])).content.decode()
    assert '<a href="http://localhost:8000/repondre/abc/"' in page


def test_markup_in_a_message_stays_text(mark) -> None:
    message = OutgoingMessage.objects.create(
        to="a@b.example", subject="<b>x</b>", language="fr", created_at=MOMENT, body="<i>y</i>"
    )
    page = Client().get(reverse("demo:message", args=[message.pk])).content.decode()
    assert "<i>y</i>" not in page
    assert "&lt;b&gt;x" in page


# ── refused elsewhere ──


def test_answering_to_another_machine_is_an_error(settings) -> None:
    assert stays_on_this_machine(None) == []
    settings.ALLOWED_HOSTS = ["localhost", "ancrage.gouv.example"]
    assert [error.id for error in stays_on_this_machine(None)] == ["demo.E001"]
    assert "demo.E001" in [error.id for error in run_checks(tags=[Tags.security])]
    settings.DEMO = False
    assert stays_on_this_machine(None) == []


def test_serving_beyond_loopback_is_an_error(monkeypatch) -> None:
    monkeypatch.setenv("GRANIAN_HOST", "0.0.0.0")
    assert [error.id for error in stays_on_this_machine(None)] == ["demo.E001"]


def test_a_database_without_the_mark_is_an_error() -> None:
    assert [error.id for error in holds_invented_people(None, databases=["default"])] == ["demo.E002"]
    World.objects.create(loaded_at=MOMENT, offset_days=0, seed=1)
    assert holds_invented_people(None, databases=["default"]) == []


def test_so_is_a_database_made_without_the_demo(monkeypatch) -> None:
    def no_table() -> bool:
        raise ProgrammingError("relation demo_world does not exist")

    monkeypatch.setattr("ancrage.demo.checks.is_marked", no_table)
    assert [error.id for error in holds_invented_people(None, databases=["default"])] == ["demo.E002"]
    monkeypatch.setattr("ancrage.demo.checks._holds_people", lambda: False)
    assert holds_invented_people(None, databases=["default"]) == []


def test_the_demo_is_on_in_tests() -> None:
    assert settings.DEMO
