"""A form sent twice acts once; the same page with other words is another gesture."""

import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from ancrage.accounts.actions.sign_in import SUBMISSIONS_KEPT, forget_old
from ancrage.accounts.models import Notification, Submission
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.ui.once import FIELD
from tests.factories.accounts import signed_in, user_as

MARK = {FIELD: "01900000-0000-7000-8000-000000000000"}
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@page(permission=None, writes=True)
def noting(request: Any) -> HttpResponse:
    if not request.POST.get("text"):
        return HttpResponse("Écrivez quelque chose.")
    Notification.objects.create(user=request.user, kind="test", text=request.POST["text"], created_at=now())
    return redirect(f"/noter/?{urlencode({'n': Notification.objects.count()})}")


urlpatterns = [path("noter/", noting)]


@pytest.fixture
def client() -> Client:
    return signed_in(Client(), user_as("integration_agent"))


def test_the_same_form_sent_twice_writes_once_and_leads_to_the_same_place(client):
    first, second = (client.post("/noter/", {"text": "Rappeler"} | MARK) for _ in range(2))
    assert first.url == second.url == "/noter/?n=1"
    assert Notification.objects.count() == 1


def test_who_comes_back_and_writes_something_else_is_heard(client):
    for text in ("Rappeler", "Écrire"):
        client.post("/noter/", {"text": text} | MARK)
    assert Notification.objects.count() == 2


def test_what_was_refused_may_be_sent_again(client):
    for _ in range(2):
        assert client.post("/noter/", {"text": ""} | MARK).status_code == 200
    assert not Submission.objects.exists()


def test_nothing_typed_is_kept_and_the_rest_goes_after_a_day(client):
    client.post("/noter/", {"text": "Rappeler Leïla"} | MARK)
    kept = Submission.objects.get()
    assert "Le" not in kept.digest + kept.location
    assert forget_old(at=now()) == 0
    assert forget_old(at=now() + SUBMISSIONS_KEPT + timedelta(minutes=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_write_once(client):
    user = user_as("integration_agent")
    seen: list[str] = []

    def click() -> None:
        try:
            seen.append(signed_in(Client(), user).post("/noter/", {"text": "Rappeler"} | MARK).url)
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert seen == ["/noter/?n=1"] * 2
    assert Notification.objects.count() == 1
