import pytest
from django.test import Client

from ancrage.audit.models import AuditEntry
from ancrage.core.labels import Labelled
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import ClosingReason
from ancrage.workspace.reference import LISTS
from tests.factories.accounts import signed_in, user_as

pytestmark = pytest.mark.django_db
LABELS = {"label_fr": "Déménagement", "label_en": "Moved", "label_es": "", "label_ar": ""}


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    signed_in(client, user_as("system_administrator"))


def _all(kind: type) -> set[type]:
    return {
        sub for direct in kind.__subclasses__() for sub in ({direct} if not direct._meta.abstract else _all(direct))
    }


def test_every_reference_list_has_its_screen(client: Client) -> None:
    assert {found.model for found in LISTS.values()} == _all(Labelled)
    content = client.get("/listes/").content.decode()
    for slug in LISTS:
        assert f"/listes/{slug}/" in content
        assert client.get(f"/listes/{slug}/").status_code == 200
        assert client.get(f"/listes/{slug}/ajouter/").status_code == 200


def test_an_entry_is_added_changed_and_withdrawn(client: Client) -> None:
    client.post("/listes/fermetures/ajouter/", LABELS | {"code": "moved", "position": "3"})
    entry = ClosingReason.objects.get(code="moved")
    client.post(
        f"/listes/fermetures/{entry.pk}/", LABELS | {"label_en": "Moved away", "position": "3", "code": "hacked"}
    )
    entry.refresh_from_db()
    assert (entry.label_en, entry.code) == ("Moved away", "moved")
    client.post(f"/listes/fermetures/{entry.pk}/offert/")
    entry.refresh_from_db()
    assert not entry.is_active
    client.post(f"/listes/fermetures/{entry.pk}/offert/")
    entry.refresh_from_db()
    assert entry.is_active
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs == {f"newcomers.closingreason.{verb}" for verb in ("added", "changed", "withdrawn", "offered")}


def test_a_code_serves_once(client: Client) -> None:
    for _ in range(2):
        answer = client.post("/listes/fermetures/ajouter/", LABELS | {"code": "moved", "position": "3"})
    assert answer.context["form"].errors["code"] == ["Un autre choix de la liste porte déjà ce code."]
    assert ClosingReason.objects.filter(code="moved").count() == 1


def test_a_domain_keeps_what_only_domains_have(client: Client) -> None:
    data = LABELS | {"code": "housing", "position": "1", "stream": "settlement", "icon": "home", "is_sensitive": "on"}
    client.post("/listes/domaines/ajouter/", data)
    assert NeedDomain.objects.get(code="housing").is_sensitive


def test_an_unknown_list_does_not_exist(client: Client) -> None:
    assert client.get("/listes/ailleurs/").status_code == 404
