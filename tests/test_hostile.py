"""The harshness of these tests is itself tested: silent, it would protect nothing."""

import socket

import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from pytest_socket import SocketConnectBlockedError

from ancrage.territory.models import Region
from tests.hostile import SOURCES, UndefinedVariable, check_markup


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        '<a href="#" onclick="x()">',
        '<p style="color: red">',
        "<style>p {}</style>",
        "<p>{{ name }}</p>",
        "<c-badge>",
    ],
)
def test_a_page_with_inline_code_fails(page: str) -> None:
    with pytest.raises(AssertionError, match="in the page"):
        check_markup(page)


def test_data_and_files_of_script_pass() -> None:
    check_markup('<script type="application/json">{}</script><script src="/a.js" defer></script><p>only = on = 3</p>')


@pytest.mark.django_db
def test_every_page_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.hostile.check_markup", lambda content: (_ for _ in ()).throw(AssertionError("checked")))
    with pytest.raises(AssertionError, match="checked"):
        Client().get("/nulle-part")


def test_an_undefined_variable_fails_in_our_templates(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tests.hostile.SOURCES", tmp_path)
    assert isinstance(engines["django"].engine.string_if_invalid, UndefinedVariable)
    template = engines["django"].from_string("{{ nothing }}")
    template.template.nodelist[0].origin.name = str(tmp_path / "page.html")
    with pytest.raises(AssertionError, match="nothing"):
        template.render({})


def test_an_undefined_variable_is_empty_in_the_templates_of_others() -> None:
    assert engines["django"].from_string("[{{ nothing }}]").render({}) == "[]"


@pytest.mark.django_db
def test_unordered_rows_come_in_any_order() -> None:
    Region.objects.bulk_create([Region(code=f"{n:02}", name=f"Région {n}", prefix=f"R{n}") for n in range(30, 60)])
    orders = {tuple(Region.objects.filter(code__gte="30").values_list("code", flat=True)) for _ in range(5)}
    assert len(orders) > 1
    ordered = {tuple(Region.objects.order_by("code").values_list("code", flat=True)) for _ in range(5)}
    assert len(ordered) == 1


def test_a_lock_names_its_tables() -> None:
    source = compile("queryset.select_for_update()", str(SOURCES / "somewhere.py"), "eval")
    with pytest.raises(AssertionError, match="names its tables"):
        eval(source, {"queryset": Region.objects.all()})


def test_the_network_is_closed() -> None:
    with pytest.raises((SocketConnectBlockedError, UserWarning)):
        socket.create_connection(("203.0.113.1", 80), timeout=1)


@pytest.mark.django_db
def test_the_embedded_server_is_the_one_of_tests() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('ancrage.flush'), current_database()")
        flush, name = cursor.fetchone()
    assert flush == "on"
    assert name.startswith("test_")
