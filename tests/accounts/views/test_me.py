import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ancrage.accounts.enums import Way
from ancrage.accounts.models import NoticeChoice, Notification
from ancrage.core import now
from tests.factories.accounts import UserFactory, signed_in, user_as

pytestmark = pytest.mark.django_db


def test_an_agent_chooses_how_to_be_told(client: Client) -> None:
    agent = user_as("integration_agent")
    signed_in(client, agent)
    page = client.get(reverse("accounts:notices"))
    form = page.context["form"]
    assert form.initial["newcomers.assigned"] == Way.DIGEST
    assert "newcomers.withheld" not in form.fields and not page.context["fixed"]
    chosen = dict.fromkeys(form.fields, Way.IN_APP) | {"newcomers.assigned": "at_once"}
    assert client.post(reverse("accounts:notices"), chosen).status_code == 302
    assert NoticeChoice.objects.get(user=agent, notice="newcomers.assigned").way == Way.AT_ONCE
    assert client.get(reverse("accounts:notices")).context["form"].initial["newcomers.assigned"] == Way.AT_ONCE


def test_whoever_watches_over_readings_is_offered_what_comes_of_it(client: Client) -> None:
    signed_in(client, user_as("privacy_officer"))
    page = client.get(reverse("accounts:notices"))
    assert list(page.context["form"].fields) == ["newcomers.withheld"]
    assert [str(one.name) for one in page.context["fixed"]] == ["Accès exceptionnel à un dossier"]


def test_a_way_that_does_not_exist_is_refused_and_nothing_is_kept(client: Client) -> None:
    signed_in(client, user_as("integration_agent"))
    page = client.post(reverse("accounts:notices"), {"newcomers.assigned": "pigeon"})
    assert "Choisissez une réponse de la liste." in page.content.decode()
    assert not NoticeChoice.objects.exists()


def test_whoever_receives_none_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ancrage.accounts.queries.all_notices", dict)
    signed_in(client, user_as("system_administrator"))
    assert "Aucun avis à choisir" in client.get(reverse("accounts:notices")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_notices_asks_as_much_of_one_as_of_many(
    client: Client, django_assert_num_queries: object, count: int
) -> None:
    agent = user_as("integration_agent")
    for _ in range(count):
        Notification.objects.create(
            user=agent,
            kind="test",
            text="Un avis",
            created_at=now(),
            instead_of=UserFactory.create(full_name="Luc Roy"),
        )
    signed_in(client, agent)
    client.get(reverse("accounts:notifications"))
    cache.clear()
    with django_assert_num_queries(5):  # type: ignore[operator]
        page = client.get(reverse("accounts:notifications"))
    assert page.content.decode().count("Vous remplacez Luc Roy.") == count
