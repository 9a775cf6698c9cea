"""Who may open what: every address, every role, and objects out of reach."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from ancrage.accounts.middleware import ENROLLED
from ancrage.accounts.roles import all_roles
from tests.access.rows import NOBODY, ROLES, Row
from tests.factories.accounts import user_as

pytestmark = pytest.mark.django_db
# Strangers go to the door of the staff, or to that of the spaces.
SIGN_IN = ("/connexion/?next=", "/mon-plan/entrer/?next=")


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(tests.access.__path__):
        if found.name not in {"places", "rows"}:
            yield import_module(f"tests.access.{found.name}")


TABLE: list[Row] = [row for module in _modules() for row in module.ROWS]


def _names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"
        else:
            yield from _names(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


def test_every_address_is_in_the_table() -> None:
    assert set(_names()) == {row.name for row in TABLE}


def test_every_role_is_tried() -> None:
    assert set(all_roles()) == set(ROLES)


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_page_opens_to_its_roles_and_to_no_other(row: Row) -> None:
    wrong = []
    for role in (NOBODY, *ROLES):
        user = user_as(role) if role else None
        answer = _ask(user, row, row.to(user))
        if not _as_expected(role, row, answer):
            wrong.append(f"{role or 'a visitor'}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert not wrong


@pytest.mark.parametrize("row", [row for row in TABLE if row.outside], ids=str)
def test_what_is_out_of_reach_does_not_exist(row: Row) -> None:
    assert row.outside
    for role in sorted(row.who - {NOBODY}):
        user = user_as(role)
        assert _ask(user, row, row.outside(user)).status_code == 404, role


def _as_expected(role: str, row: Row, answer: Any) -> bool:
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    if role in row.who:
        return answer.status_code in row.success and not to_sign_in
    return to_sign_in if role == NOBODY else answer.status_code == 404


def _ask(user: Any, row: Row, arguments: Any) -> Any:
    client = Client()
    if user:
        client.force_login(user)
        session = client.session
        session[ENROLLED] = True
        session.save()
    address = reverse(row.name, kwargs=dict(arguments), query=dict(row.query) or None)
    answer = client.get(address) if row.data is None else client.post(address, row.data)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer
