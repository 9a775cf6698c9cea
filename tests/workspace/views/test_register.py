import re

import pytest
from django.test import Client

from ancrage.audit.actions import record
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.newcomers.models import DepartureReason
from tests.factories.accounts import signed_in, user_as

pytestmark = pytest.mark.django_db
CODE = re.compile(r">[^<]*\b[a-z_]+\.[a-z_]+\.[a-z_]+\b|[^<]*\bis_active\b")


@pytest.fixture
def reader(client: Client) -> Client:
    signed_in(client, user_as("privacy_officer"))
    by, at = JobActor("test"), now()
    reason = DepartureReason.objects.create(code="etudes-ailleurs", label_fr="Études", label_en="Studies")
    record("newcomers.departurereason.withdrawn", by=by, on=reason, at=at, fields=["is_active"])
    record("accounts.user.invited", by=by, on=user_as("director"), at=at, fields=["email"])
    record("accounts.user.invited_again", by=by, on=user_as("director"), at=at)
    return client


def acts(reader: Client, acte: str) -> list[str]:
    return [line.what for line in reader.get("/registre/", {"acte": acte}).context["lines"]]


@pytest.mark.parametrize(
    ("language", "what", "field"),
    [
        ("fr", "Motifs de départ\u00a0: entrée retirée du choix", "offert au choix"),
        ("en", "Reasons for leaving: entry no longer offered", "offered as a choice"),
    ],
)
def test_the_register_shows_no_code(reader: Client, language: str, what: str, field: str) -> None:
    reader.cookies["ancrage_langue"] = language
    page = reader.get("/registre/").content.decode()
    assert not CODE.findall(page)
    assert what in page
    assert field in page


def test_each_act_is_a_choice_in_words_within_its_context(reader: Client) -> None:
    assert acts(reader, "accounts.user.invited") == ["Personne invitée"]
    assert acts(reader, "accounts.") == ["Invitation renvoyée", "Personne invitée"]
    assert acts(reader, "newcomers.departurereason.withdrawn") == ["Motifs de départ\u00a0: entrée retirée du choix"]
    assert acts(reader, "accounts.user") == []
    page = reader.get("/registre/").content.decode()
    assert '<optgroup label="Comptes">' in page
    assert '<option value="accounts.">Comptes\u00a0: tous les actes</option>' in page
