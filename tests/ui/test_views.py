import pytest
from django.test import Client

from ancrage.ui.context import THEME_COOKIE
from tests.ui.conftest import flat

HERE = {"Origin": "http://testserver"}


def test_the_language_changes_and_the_page_stays(client, settings):
    answer = client.post("/langue/", {"language": "en", "next": "/formulaire/?n=1"})
    assert answer.headers["Location"] == "/formulaire/?n=1"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en"' in flat(client.get("/formulaire/").content.decode())


@pytest.mark.parametrize("bad", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""])
def test_one_never_leaves_for_another_site(client, bad):
    assert client.post("/langue/", {"language": "en", "next": bad}).headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client, settings):
    client.post("/langue/", {"language": "xx", "next": "/formulaire/"})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_appearance_is_kept_and_given_back_to_the_system(client):
    client.post("/apparence/", {"theme": "sombre", "next": "/formulaire/"})
    assert 'data-theme="sombre"' in client.get("/formulaire/").content.decode()
    client.post("/apparence/", {"theme": "systeme", "next": "/formulaire/"})
    assert client.cookies[THEME_COOKIE].value == ""


@pytest.mark.parametrize("path", ["/langue/", "/apparence/"])
def test_a_get_changes_nothing(client, path):
    assert client.get(path).status_code == 405


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/absence/", 404, "Cette page n’existe pas"),
        ("/brise/", 500, "Une erreur est survenue de notre côté"),
        ("/absente/", 503, "Ancrage ne répond pas pour le moment"),
    ],
)
def test_an_error_says_what_happened_and_what_to_do(path, status, words):
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_an_error_page_asks_nothing_of_the_menu(monkeypatch):
    def away(_request):
        raise AssertionError("the database is away")

    monkeypatch.setattr("ancrage.ui.context._menu_callable", lambda: away)
    assert Client(raise_request_exception=False).get("/absente/").status_code == 503


def test_a_fault_gives_back_what_was_typed():
    answer = Client(raise_request_exception=False).post(
        "/absente/", {"name": "Ana", "password": "secret"}, headers=HERE
    )
    html = flat(answer.content.decode())
    assert '<input type="hidden" name="name" value="Ana">' in html
    assert "secret" not in html
    assert answer.headers["Retry-After"] == "30"


def test_a_form_open_too_long_gives_back_what_was_typed():
    strict = Client(enforce_csrf_checks=True)
    html = strict.post("/formulaire/", {"name": "Ana"}, headers=HERE).content.decode()
    assert "La page était ouverte depuis trop longtemps" in html
    assert 'value="Ana"' in html
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize("headers", [{"Origin": "https://ailleurs.example"}, {}])
def test_another_site_cannot_have_its_post_proposed_again(headers):
    strict = Client(enforce_csrf_checks=True)
    html = strict.post("/formulaire/", {"name": "piège"}, headers=headers).content.decode()
    assert "piège" not in html


def test_a_foreign_host_is_answered_too():
    answer = Client(raise_request_exception=False).post(
        "/formulaire/", {"name": "Ana"}, headers={"Host": "ailleurs.example", **HERE}
    )
    assert answer.status_code == 400
    assert "La demande n’a pas été comprise" in answer.content.decode()
