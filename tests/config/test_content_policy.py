"""What pages may load: themselves alone, and one source of pictures where the operator set it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from ancrage.config.content_policy import policy

TILES = "https://tuiles.example:8443/fond/{z}/{x}/{y}.png"
STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def _sent(client: Client) -> set[str]:
    header = client.get("/connexion/").headers["Content-Security-Policy"]
    return {part.strip() for part in header.split(";")}


@pytest.mark.django_db
def test_by_default_pages_load_from_here_alone(client, settings):
    assert settings.ANCRAGE_MAP_TILES_URL == ""
    assert _sent(client) == STRICT


@pytest.mark.django_db
def test_a_source_of_pictures_adds_its_origin_alone(client, settings):
    settings.CONTENT_SECURITY_POLICY = policy(TILES)
    more = {"img-src 'self' data: https://tuiles.example:8443", "connect-src 'self' https://tuiles.example:8443"}
    assert _sent(client) == STRICT - {"img-src 'self' data:", "connect-src 'self'"} | more


def test_pictures_served_by_this_site_add_nothing():
    assert policy("/tuiles/{z}/{x}/{y}.png") == policy("")


@pytest.mark.parametrize(
    "wrong",
    [
        "https://{s}.tuiles.example/{z}/{x}/{y}.png",
        "http://tuiles.example/{z}/{x}/{y}.png",
        "//tuiles.example/{z}/{x}/{y}.png",
        "https://tuiles.example/carte.png",
        "https://tuiles.example;script-src *//{z}/{x}/{y}.png",
        "https://moi:secret@tuiles.example/{z}/{x}/{y}.png",
        "https://tuiles.example/ {z}/{x}/{y}.png",
        "javascript:alert({z}{x}{y})",
        "*",
    ],
)
def test_what_is_no_source_of_pictures_is_refused(wrong):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES_URL"):
        policy(wrong)
