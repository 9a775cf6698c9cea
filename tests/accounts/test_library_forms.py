"""The sign-in library speaks our French, not its own: « courriel », curved apostrophes, no placeholder."""

import re

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, user_as

pytestmark = pytest.mark.django_db


def _words(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page[page.index("<main") :])


@pytest.mark.parametrize("address", ["/connexion/", "/mot-de-passe/oublie/"])
def test_what_is_missing_is_asked_as_everywhere(client: Client, address: str) -> None:
    page = client.post(address, {}).content.decode()
    assert "Ce renseignement est demandé." in page
    assert "obligatoire" not in page
    assert "e-mail" not in _words(page).lower()
    assert "placeholder" not in page


def test_a_wrong_password_is_told_in_our_words(client: Client) -> None:
    page = client.post("/connexion/", {"login": "maude@ancrage.example", "password": "rien"}).content.decode()
    assert "Le courriel ou le mot de passe ne convient pas." in page


def test_the_pages_of_the_second_factor_have_no_word_of_the_library(client: Client) -> None:
    user = user_as("privacy_officer")
    user.set_password(PASSWORD)
    user.save()
    client.post("/connexion/", {"login": user.email, "password": PASSWORD})
    for address in ("/mon-compte/securite/application/", "/mon-compte/securite/cles/ajouter/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not re.search(r"\w'\w|authentificateur", _words(answer.content.decode())), address
