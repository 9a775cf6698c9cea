"""The widget, the feeds, the addresses for search engines, the pages for people, the export."""

import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from django.template import engines
from django.test import Client

from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import Service
from ancrage.directory.queries.structured import organization_data, service_data
from ancrage.ui.linked_data import linked_data
from tests.api.world import SECRETS, lines, referral_emails, world
from tests.directory.rich import rich_service
from tests.factories.accounts import user_as
from tests.factories.directory import MADE, NeedDomainFactory, ServiceFactory
from tests.hostile import check_markup
from tests.hsds import faults

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_the_widget_alone_may_be_framed_and_knows_no_one() -> None:
    world()
    client = Client()
    client.force_login(user_as("director"))
    answer = client.get("/api/fenetre/", query_params={"q": "cours de français"})
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "form-action 'none'" in policy
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    page = answer.content.decode()
    assert "<form" not in page
    assert "csrf" not in page
    assert "Cookie" not in answer.headers["Vary"]
    assert "Cours de français 1" in page
    assert Client().post("/api/fenetre/").status_code == 405


@pytest.mark.parametrize(
    "path", ["/api/", "/api/integrer/", "/api/hsds/v3/services", "/connexion/", "/robots.txt", "/"]
)
def test_nothing_else_may_be_framed(path: str) -> None:
    answer = Client().get(path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_widget_shows_needs_then_services_and_only_what_is_public() -> None:
    world()
    NeedDomainFactory.create(code="violence", label_fr="Violence", is_sensitive=True)
    first = Client().get("/api/fenetre/").content.decode()
    assert "Francisation" in first
    assert "Violence" not in first
    chosen = Client().get("/api/fenetre/?besoin=francisation&pres=Mont-Joli&lang=en").content.decode()
    assert 'lang="en"' in chosen
    assert "pres=Mont-Joli" in chosen
    assert 'target="_blank" rel="noopener"' in chosen
    everything = "".join(
        Client().get("/api/fenetre/", query_params={"q": word}).content.decode()
        for word in ("service", "refuge", "logement")
    )
    for secret in (*SECRETS, *referral_emails()):
        assert secret not in everything, secret


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "\x00", "a" * 5000, "' OR 1=1"])
def test_what_is_typed_in_the_widget_is_text(typed: str) -> None:
    ServiceFactory.create()
    answer = Client().get("/api/fenetre/", query_params={"q": typed, "pres": typed, "besoin": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()


def test_the_feed_tells_what_is_new_changed_and_closed() -> None:
    new = ServiceFactory.create(name="Nouveau & <beau>\x0b")
    changed = ServiceFactory.create(name="Changé", description="<b>&", modified_at=MADE + timedelta(days=2))
    closed = ServiceFactory.create(name="Fini", is_active=False, modified_at=MADE + timedelta(days=3))
    ServiceFactory.create(name="Caché", is_public=False, modified_at=MADE + timedelta(days=4))
    answer = Client().get("/api/flux/changements.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    entries = [
        (one.findtext("a:id", "", ATOM), one.find("a:category", ATOM).attrib["term"])  # type: ignore[union-attr] # there
        for one in feed.findall("a:entry", ATOM)
    ]
    assert entries == [
        (f"urn:uuid:{closed.pk}", "closed"),
        (f"urn:uuid:{changed.pk}", "changed"),
        (f"urn:uuid:{new.pk}", "new"),
    ]
    assert feed.findall("a:entry", ATOM)[2].findtext("a:title", "", ATOM) == "Nouveau & <beau> "
    assert feed.findall("a:entry", ATOM)[1].findtext("a:summary", "", ATOM) == "Service modifié. &lt;b&gt;&amp;"
    assert feed.findtext("a:updated", "", ATOM) == closed.modified_at.isoformat()


def test_the_sitemap_names_every_public_page_once() -> None:
    world()
    index = ET.fromstring(Client().get("/sitemap.xml").content)
    files = [one.text.removeprefix("http://localhost:8000") for one in index.findall("s:sitemap/s:loc", MAP)]  # type: ignore[union-attr] # there
    found: list[Any] = []
    for file in files:
        found += [one.text for one in ET.fromstring(Client().get(file).content).findall("s:url/s:loc", MAP)]
    services = [f"http://localhost:8000/services/{one['id']}/" for one in lines("/services")]
    bodies = [f"http://localhost:8000/services/organismes/{one['id']}/" for one in lines("/organizations")]
    assert sorted(found) == sorted(services + bodies)
    for past in ("/sitemap-services-2.xml", "/sitemap-services-0.xml", "/sitemap-organismes-9.xml"):
        assert Client().get(past).status_code == 404
    assert "Sitemap: http://localhost:8000/sitemap.xml" in Client().get("/robots.txt").content.decode()


def test_a_service_in_the_words_of_search_engines() -> None:
    service = rich_service()
    data = service_data(service.pk)
    assert data is not None
    assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", "Service", "Halte-garderie")
    assert data["provider"]["name"] == "Maison des Familles de Matane"
    place = data["availableChannel"][0]["serviceLocation"]
    assert place["@type"] == "Place"
    assert place["address"][0]["addressLocality"] == "Matane"
    assert place["geo"]["latitude"] == 48.84
    assert place["openingHoursSpecification"][0]["dayOfWeek"] == ["Monday", "Tuesday"]
    assert data["availableLanguage"] == ["es", "fr"]
    body = organization_data(service.organization_id)
    assert body is not None
    assert (body["@type"], body["foundingDate"], body["email"]) == ("Organization", "1998", "bonjour@mfm.example")


def test_public_pages_hold_it_and_may_be_found() -> None:
    service = rich_service()
    for path in (f"/services/{service.pk}/", f"/services/organismes/{service.organization_id}/"):
        page = Client().get(path).content.decode()
        assert page.count('<script type="application/ld+json">') == 1
        assert "noindex" not in page
        assert f'"@id":"http://localhost:8000{path}"' in page
    assert "noindex" in Client().get("/connexion/").content.decode()


def test_what_is_not_public_has_no_words_for_search_engines() -> None:
    services = world()
    told = json.dumps([service_data(one.pk) for one in services], ensure_ascii=False)
    for secret in (*SECRETS, *referral_emails()):
        assert secret not in told
    hidden = Service.objects.get(name__startswith="Service d’un")
    assert service_data(hidden.pk) is None
    assert organization_data(hidden.organization_id) is None


def test_nothing_in_the_data_ends_its_script() -> None:
    service = ServiceFactory.create(name="</script><script>alert(1)</script>", description="<!--\u2028&")
    publish([service.pk], at=MADE)
    page = engines["django"].from_string("{% service_data pk %}").render({"pk": service.pk})
    assert page.count("<script") == page.count("</script>") == 1
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', page)
    assert inside is not None
    assert not set("<>&\u2028") & set(inside[1])
    assert json.loads(inside[1])["name"] == service.name
    check_markup(page)
    with pytest.raises(AssertionError, match="in the page"):
        check_markup('<script type="application/ld+json">{"name": "<b>"}</script>')
    assert linked_data({"a": "é"}) == '<script type="application/ld+json">{"a":"é"}</script>'


@pytest.mark.parametrize(("path", "said"), [("/api/", "taxonomy_term_id"), ("/api/integrer/", "&lt;iframe")])
def test_people_may_read_of_it(path: str, said: str) -> None:
    for language in ("fr", "en"):
        answer = Client().get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert said in answer.content.decode()
        assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["tout.json", "tout.ndjson"])
def test_the_export_is_everything_public(shared: Path, tmp_path: Path, name: str) -> None:
    world()
    file = tmp_path / name
    call_command("export_hsds", file, stdout=StringIO())
    text = file.read_text()
    found = json.loads(text)["contents"] if name == "tout.json" else [json.loads(line) for line in text.splitlines()]
    assert found == lines("/services", full="true")
    assert [fault for one in found for fault in faults(shared, one, "service")] == []
    assert list(tmp_path.iterdir()) == [file]


def test_the_export_says_what_it_can_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_hsds", tmp_path / "tout.xml")
