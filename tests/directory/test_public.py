"""The public pages of the directory: what they show, and what they never show."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.core import today
from ancrage.directory.actions.publishing import publish
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import Accessibility, Address, Favourite, Location, Phone, SavedSearch, Schedule, Service
from ancrage.directory.queries.found import Freshness, freshness
from ancrage.directory.queries.verifying import months_before
from tests.directory.test_search import MONT_JOLI, offered, town
from tests.factories.accounts import user_as
from tests.factories.directory import MADE

pytestmark = pytest.mark.django_db


def page(client: Client, url: str, **query) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def told(**fields) -> Service:
    """A service with all that is public."""
    publish_taxonomies()
    service = offered(
        town("Mont-Joli", MONT_JOLI),
        hours="TU,TH 18:30-21:00",
        organization__name="Carrefour Mitis",
        schedule="Mardi et jeudi soir",
        **{"name": "Français du soir", "description": "Cours de français", "fee_kind": "free", **fields},
    )
    service.english = {"name": "Evening French"}
    service.save()
    place = service.locations.get()
    Address.objects.create(location=place, address_1="52, avenue de la Gare", city="Mont-Joli")
    Accessibility.objects.create(location=place, description="Rampe")
    Phone.objects.create(service=service, number="418 555-0121")
    Phone.objects.create(service=service, number="418 555-0199", is_public=False)
    publish([service.pk], at=MADE)
    return service


def test_a_service_is_found_and_called(client: Client) -> None:
    told()
    found = page(client, "/services/", q="un cours de francais le soir", pres="Mont-Joli")
    assert "Français du soir</a>" in found
    assert 'href="tel:418 555-0121"' in found
    assert "418 555-0199" not in found
    assert "0,0" in found or "km" in found


def test_all_that_is_public_of_a_service(client: Client) -> None:
    service = told()
    shown = page(client, f"/services/{service.pk}/")
    for text in ("52, avenue de la Gare", "Rampe", "Mardi", "18", "Gratuit", "Mardi et jeudi soir", "Carrefour Mitis"):
        assert text in shown
    assert "418 555-0199" not in shown
    assert service.organization.email not in shown
    body = page(client, f"/services/organismes/{service.organization_id}/")
    assert "Français du soir" in body
    assert service.organization.email not in body


def test_in_english(client: Client) -> None:
    service = told()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Find a service" in page(client, "/services/", q="french")
    assert "Evening French" in page(client, f"/services/{service.pk}/")


def test_what_is_not_public_never_shows(client: Client) -> None:
    service = told()
    hidden = offered(name="Français caché", is_public=False)
    Location.objects.update(is_public=False)
    publish([service.pk], at=MADE)
    found = page(client, "/services/", q="français")
    assert "Français du soir" in found
    assert "Français caché" not in found
    for url in (f"/services/{service.pk}/", "/services/imprimer/"):
        assert "avenue de la Gare" not in page(client, url)
    assert client.get(f"/services/{hidden.pk}/").status_code == 404
    assert client.post(f"/services/{hidden.pk}/enregistrer/").status_code == 404
    assert "Français caché" not in page(client, "/services/imprimer/", s=str(hidden.pk))
    hidden.organization.is_public = False
    hidden.organization.save()
    assert client.get(f"/services/organismes/{hidden.organization_id}/").status_code == 404


def test_what_was_put_right_may_be_refused(client: Client) -> None:
    offered(name="Garderie du quai")
    found = page(client, "/services/", q="gardreie")
    assert "a été lu" in found
    assert "tel=1" in found
    assert "a été lu" not in page(client, "/services/", q="gardreie", tel="1")


def test_nothing_found_says_what_to_do(client: Client) -> None:
    found = page(client, "/services/", q="zythologie", quand="soir")
    assert "Aucun service ne correspond" in found
    assert "Retirer les filtres" in found


@pytest.mark.parametrize(
    "query",
    [{"page": "0"}, {"page": "-1"}, {"page": "9" * 30}, {"page": "²"}, {"km": "x"}, {"quand": "jamais"}, {"tri": "!"}],
)
def test_any_address_answers(client: Client, query: dict[str, str]) -> None:
    told()
    page(client, "/services/", q="français", **query)
    page(client, "/services/imprimer/", **query)


def test_what_is_typed_is_written_as_text(client: Client) -> None:
    found = page(client, "/services/", q="<script>alert(1)</script>", pres="<b>ici</b>")
    assert "<script>alert" not in found
    assert "<b>ici" not in found


def test_a_visitor_keeps_services_in_the_browser(client: Client) -> None:
    service = told()
    answer = client.post(f"/services/{service.pk}/enregistrer/", {"retour": "/services/?q=x"})
    assert answer["Location"] == "/services/?q=x"
    assert answer.cookies["ancrage_services"]["httponly"]
    assert "Français du soir" in page(client, "/services/enregistres/")
    assert not Favourite.objects.exists()
    client.post(f"/services/{service.pk}/enregistrer/", {"retour": "https://ailleurs.example/"})
    assert "Rien d’enregistré" in page(client, "/services/enregistres/")


def test_a_cookie_that_was_changed_keeps_nothing(client: Client) -> None:
    client.cookies["ancrage_services"] = "x:y:z"
    assert "Rien d’enregistré" in page(client, "/services/enregistres/")


def test_an_account_keeps_services_and_searches(client: Client) -> None:
    service, user = told(), user_as("regional_adviser")
    client.force_login(user)
    session = client.session
    session["demo"] = True
    session.save()
    client.post(f"/services/{service.pk}/enregistrer/")
    assert Favourite.objects.get().user == user
    asked = f"q={quote('cours de français')}&pres=Mont-Joli"
    client.post(f"/services/recherches/?{asked}")
    client.post(f"/services/recherches/?{asked}")
    search = SavedSearch.objects.get()
    assert search.title == "cours de français, Mont-Joli"
    kept = page(client, "/services/enregistres/")
    assert "Français du soir" in kept
    assert "cours de français, Mont-Joli" in kept
    assert AuditEntry.objects.filter(verb="directory.search.kept").count() == 1
    client.post(f"/services/recherches/{search.pk}/retirer/")
    client.post(f"/services/{service.pk}/enregistrer/")
    assert not SavedSearch.objects.exists()
    assert not Favourite.objects.exists()


def test_the_sheet_holds_what_is_chosen(client: Client) -> None:
    service, other = told(), offered(name="Friperie du quai")
    sheet = page(client, "/services/imprimer/", s=str(service.pk), grand="1")
    assert "Français du soir" in sheet
    assert "an-sheet--large" in sheet
    assert other.name not in sheet


def test_boxes_choose_what_is_printed_and_keep_the_search(client: Client) -> None:
    service, other = told(), offered(name="Friperie du quai", description="Cours de français")
    found = page(client, "/services/", q="français", page="1")
    for one in (service, other):
        assert f'value="{one.pk}"' in found
    assert '<form class="an-actions an-no-print" method="get" action="/services/imprimer/" id="a-imprimer">' in found
    assert 'name="q"' in found and 'value="français"' in found
    every = page(client, "/services/imprimer/", q="français", grand="1")
    assert service.name in every
    assert other.name in every
    assert "/services/?q=fran%C3%A7ais" in every
    assert "Aucun service n’est coché" in page(client, "/services/imprimer/", choix="1")


def test_a_sheet_that_is_full_says_what_is_left(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ancrage.directory.views.public._SHEET", 2)
    for n in range(3):
        offered(name=f"Friperie {n}")
    assert "1 autre service est trouvé" in page(client, "/services/imprimer/", q="friperie")


def test_a_list_says_how_fresh_it_is_and_where_an_error_is_told(client: Client) -> None:
    service = told(verified_on=today() - timedelta(days=70))
    other = offered(name="Friperie", description="Cours de français")
    found = page(client, "/services/", q="français")
    assert "il y a moins de 3" in found
    assert "1 sur 2" in found
    for one in (service, other):
        assert f"/repertoire/services/{one.pk}/signaler/" in found
    assert "Demander un accompagnement" in found
    assert "/services/enregistres/" in found


@pytest.mark.parametrize(
    ("verified", "months"),
    [((2021, 7, 14), 1), ((2021, 7, 1), 1), ((2021, 6, 15), 1), ((2021, 6, 14), 2), ((2020, 7, 15), 12)],
)
def test_how_many_months_ago_at_most(verified: tuple[int, int, int], months: int) -> None:
    day = date(2021, 7, 14)
    assert freshness([date(*verified), None, day], day) == Freshness(2, 3, months)
    assert months_before(day, months) < date(*verified)


def test_the_list_and_the_map_lead_to_each_other(client: Client) -> None:
    told()
    found = page(client, "/services/", q="français")
    assert 'href="#liste"' in found
    assert 'href="#carte"' in found
    assert 'id="liste"' in found
    assert 'id="carte"' in found
    Location.objects.update(latitude=None, longitude=None, municipality=None)
    publish(Service.objects.values_list("pk", flat=True), at=MADE)
    assert 'href="#carte"' not in page(client, "/services/", q="français")


def test_statements_do_not_grow(client: Client) -> None:
    service = told()
    urls = (
        "/services/?q=gardreie+ou+fran%C3%A7ais&pres=Mont-Joli",
        f"/services/{service.pk}/",
        f"/services/organismes/{service.organization_id}/",
    )
    Schedule.objects.create(location=service.locations.get(), byday="MO")

    def counted() -> list[int]:
        counts = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as context:
                client.get(url)
            counts.append(len(context))
        return counts

    before = counted()
    for n in range(4):
        offered(service.locations.get().municipality, name=f"Français {n}", organization=service.organization)
    assert counted() == before
    assert max(before) <= 10
