from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse

from ancrage.core.clock import real_now
from ancrage.ui import resubmission

FIELDS = {
    "name": "Ana",
    "shared": ["a", "b"],
    "password": "secret-de-ana",
    "csrfmiddlewaretoken": "x",
    "code": "123456",
    "postal_code": "G5L 1A1",
}


@pytest.fixture
def ask(rf):
    """A POST from a browser where « ana » signed in before."""

    def made(who="ana", data=FIELDS, path="/plan/?n=1"):
        request = rf.post(path, data)
        request.session = SessionStore()
        if who:
            response = HttpResponse()
            resubmission.remember(response, who)
            request.COOKIES[resubmission.WHO_COOKIE] = response.cookies[resubmission.WHO_COOKIE].value
        return request

    return made


def test_what_was_typed_comes_back_to_the_same_person(ask):
    request = ask()
    assert resubmission.hold(request)
    held = resubmission.release(request, "ana")
    assert held is not None
    assert held.path == "/plan/?n=1"
    assert held.pairs == [("name", "Ana"), ("shared", "a"), ("shared", "b"), ("postal_code", "G5L 1A1")]
    assert resubmission.resume_url(request, "ana") == "/reprise/"


def test_another_person_gets_nothing_and_it_is_dropped(ask):
    request = ask()
    resubmission.hold(request)
    assert resubmission.release(request, "luc") is None
    assert resubmission.resume_url(request, "luc") is None
    assert not resubmission.has_held(request)


def test_what_is_kept_cannot_be_read(ask):
    request = ask()
    resubmission.hold(request)
    assert "Ana" not in str(dict(request.session))


@pytest.mark.parametrize("who", ["", None])
def test_an_unknown_browser_keeps_nothing(ask, who):
    assert not resubmission.hold(ask(who))


def test_a_forged_mark_keeps_nothing(ask):
    request = ask("")
    request.COOKIES[resubmission.WHO_COOKIE] = "ana:forged:mark"
    assert not resubmission.hold(request)


def test_too_much_or_nothing_is_not_kept(ask):
    assert not resubmission.hold(ask(data={"note": "a" * 250_000}))
    assert not resubmission.hold(ask(data={}))
    assert not resubmission.hold(ask(data={"password": "x"}))


def test_it_waits_thirty_minutes(ask):
    request = ask()
    resubmission.hold(request)
    with time_machine.travel(real_now() + timedelta(minutes=31), tick=False):
        assert resubmission.release(request, "ana") is None
    with time_machine.travel(real_now() + timedelta(minutes=29), tick=False):
        assert resubmission.release(request, "ana") is not None


def test_signing_out_forgets(ask):
    request, response = ask(), HttpResponse()
    resubmission.hold(request)
    resubmission.forget(response, request)
    assert not resubmission.has_held(request)
    assert response.cookies[resubmission.WHO_COOKIE].value == ""


def test_a_page_elsewhere_is_not_from_here(rf):
    assert resubmission.is_from_here(rf.post("/", headers={"Origin": "http://testserver"}))
    assert not resubmission.is_from_here(rf.post("/", headers={"Origin": "https://ailleurs.example"}))
    assert not resubmission.is_from_here(rf.post("/"))


def test_the_return_page_posts_the_fields_again_marked(draw_page):
    held = resubmission.Held("/formulaire/", [("name", 'Ana "Z"'), ("shared", "a")])
    html = draw_page("ui/resume.html", held=held, mark=resubmission.MARK)
    assert '<form method="post" action="/formulaire/">' in html
    assert '<input type="hidden" name="name" value="Ana &quot;Z&quot;">' in html
    assert f'name="{resubmission.MARK}" value="1"' in html


def test_the_form_waits_then_saves(client):
    again = client.post("/formulaire/", {"name": "Ana", resubmission.MARK: "1"})
    assert "Vos renseignements sont revenus." in again.content.decode()
    assert client.post("/formulaire/", {"name": "Ana"}).content == b"saved"


def test_the_return_page_is_for_who_signed_in(client, monkeypatch):
    monkeypatch.setattr(resubmission, "release", lambda _request, _who: SimpleNamespace(path="/formulaire/", pairs=[]))
    assert client.get("/reprise/").status_code == 302
