from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ancrage.core import now, today
from ancrage.core.actors import JobActor
from ancrage.territory.actions.structure import cover, serve
from ancrage.territory.dated import from_day
from ancrage.territory.models import Directorate, HostOffice, Municipality, ServicePoint, Team
from tests.factories.accounts import signed_in, user_as
from tests.factories.territory import (
    LONG_AGO,
    DirectorateFactory,
    HostOfficeFactory,
    MrcFactory,
    MunicipalityFactory,
    RegionFactory,
    ServicePointFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
BY = JobActor("test")


@pytest.fixture(autouse=True)
def administrator(client: Client) -> None:
    signed_in(client, user_as("system_administrator"))


def test_the_structure_is_shown_as_it_was_on_a_day(client: Client) -> None:
    DirectorateFactory.create(name="Direction d’hier", during=from_day(date(2019, 1, 1), date(2021, 4, 6)))
    today_one = DirectorateFactory.create(name="Direction d’aujourd’hui", during=from_day(date(2021, 4, 6)))
    cover(
        directorate=today_one,
        region=RegionFactory.create(name="Grande Région"),
        start=date(2021, 4, 6),
        by=BY,
        at=now(),
    )
    now_shown = client.get("/structure/").content.decode()
    assert "Grande Région" in now_shown and "Direction d’hier" not in now_shown
    assert "Direction d’hier" in client.get("/structure/?day=2021-04-05").content.decode()
    assert client.get("/structure/?day=2021-02-30").status_code == 200


def test_each_kind_opens_changes_and_ends(client: Client) -> None:
    town, region = MunicipalityFactory.create(name="Mont-Clair"), RegionFactory.create()
    start = today().isoformat()
    label = f"Mont-Clair (–, {town.mrc.name})"
    client.post("/structure/directions/ajouter/", {"name": "Direction Nord", "start": start})
    client.post("/structure/bureaux/ajouter/", {"name": "Services Québec", "municipality": label, "start": start})
    office = HostOffice.objects.get()
    assert office.municipality == town
    data = {"name": "Point Nord", "host_office": str(office.pk), "region": str(region.pk), "start": start}
    client.post("/structure/points/ajouter/", data)
    point = ServicePoint.objects.get()
    client.post("/structure/equipes/ajouter/", {"name": "Accueil", "service_point": str(point.pk), "start": start})
    for kind, unit in (
        ("directions", Directorate.objects.get()),
        ("bureaux", office),
        ("points", point),
        ("equipes", Team.objects.get()),
    ):
        form = client.get(f"/structure/{kind}/{unit.pk}/modifier/").context["form"]
        data = {name: form[name].value() or "" for name in form.fields} | {"name": "Nom changé"}
        assert client.post(f"/structure/{kind}/{unit.pk}/modifier/", data).status_code == 302, form.errors
        unit.refresh_from_db()
        assert unit.name == "Nom changé"
    answer = client.post(f"/structure/bureaux/{office.pk}/fin/", {"before": "2099-01-01"})
    assert "terminez-les" in answer.content.decode()
    assert client.post(f"/structure/points/{point.pk}/fin/", {"before": "2099-01-01"}).status_code == 302
    point.refresh_from_db()
    assert point.ends_before == date(2099, 1, 1)


def test_a_refusal_stays_on_the_page(client: Client) -> None:
    DirectorateFactory.create(name="Direction Nord")
    answer = client.post("/structure/directions/ajouter/", {"name": "Direction Nord", "start": today().isoformat()})
    assert "existe déjà pendant cette période" in answer.content.decode()


def test_a_region_and_a_territory_are_given(client: Client) -> None:
    directorate, point = DirectorateFactory.create(), ServicePointFactory.create()
    mrc = MrcFactory.create(region=point.region)
    towns = [MunicipalityFactory.create(mrc=mrc) for _ in range(3)]
    start = today().isoformat()
    client.post(f"/structure/directions/{directorate.pk}/regions/", {"region": str(point.region_id), "start": start})
    assert directorate.coverage.get().region == point.region
    client.post(f"/structure/points/{point.pk}/territoire/", {"mrc": str(mrc.pk), "start": start})
    assert point.service_area.count() == len(towns)
    answer = client.post(f"/structure/points/{point.pk}/territoire/", {"start": start})
    assert "pas les deux" in answer.content.decode()
    content = client.get(f"/structure/points/{point.pk}/").content.decode()
    assert towns[0].name in content


def test_an_unknown_municipality_is_refused_with_a_suggestion(client: Client) -> None:
    MunicipalityFactory.create(name="Rimouski", designation="Ville", mrc=MrcFactory.create(name="Rimouski-Neigette"))
    data = {"name": "Bureau", "municipality": "Rimouskie (Ville, Rimouski-Neigette)", "start": today().isoformat()}
    answer = client.post("/structure/bureaux/ajouter/", data)
    assert "Vouliez-vous dire" in answer.content.decode()


def test_the_structure_reads_the_same_number_of_queries_whatever_it_holds(client: Client) -> None:
    client.get("/structure/")  # the session notes that its owner is there, once
    counts = []
    for _ in range(2):
        for _ in range(2):
            point = ServicePointFactory.create()
            TeamFactory.create(service_point=point)
            cover(directorate=DirectorateFactory.create(), region=point.region, start=LONG_AGO, by=BY, at=now())
            town = MunicipalityFactory.create()
            serve(service_point=point, municipalities=[town], start=LONG_AGO, by=BY, at=now())
        with CaptureQueriesContext(connection) as asked:
            client.get("/structure/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_places_are_searched_and_told_unconfirmed(client: Client) -> None:
    MunicipalityFactory.create(name="Pohénégamook", code="13095")
    unknown = MunicipalityFactory.create(name="Cap-aux-Meules")
    found = lambda query: [p.name for p in client.get(f"/structure/municipalites/?{query}").context["places"]]  # noqa: E731
    assert found("q=pohene") == found("q=130") == ["Pohénégamook"]
    assert found("unconfirmed=on") == ["Cap-aux-Meules"]
    assert "code à confirmer" in client.get("/structure/municipalites/").content.decode()
    data = {"name": "Cap-aux-Meules", "code": "01099", "designation": "Village", "mrc": str(unknown.mrc_id)}
    assert client.post(f"/structure/municipalites/{unknown.pk}/", data | {"code": "13095"}).status_code == 200
    assert client.post(f"/structure/municipalites/{unknown.pk}/", data).status_code == 302
    assert Municipality.objects.get(code="01099") == unknown
    assert client.post("/structure/municipalites/ajouter/", data | {"code": "x"}).status_code == 200


def test_an_office_with_people_lists_nobody(client: Client) -> None:
    assert client.get(f"/structure/bureaux/{HostOfficeFactory.create().pk}/").status_code == 200
    assert client.get("/structure/ailleurs/ajouter/").status_code == 404
