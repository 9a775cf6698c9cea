from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.territory.actions.reference import load_reference
from ancrage.territory.actions.structure import StructureRefused, change_unit, cover, end_unit, open_unit, serve
from ancrage.territory.dated import from_day
from ancrage.territory.models import Directorate, DirectorateRegion, Region, ServicePoint, ServicePointMunicipality
from tests.factories.territory import (
    DirectorateFactory,
    HostOfficeFactory,
    MunicipalityFactory,
    RegionFactory,
    ServicePointFactory,
    TeamFactory,
)

BY = JobActor("test")
CHANGE = date(2021, 4, 6)
EVE = CHANGE - timedelta(days=1)


def _open(name: str, start: date) -> Directorate:
    return open_unit(Directorate(name=name, during=from_day(start)), by=BY, at=now())


@pytest.mark.django_db
def test_six_directorates_become_nine_on_6_april_2021() -> None:
    """Three names are known of that day, and that there were six, then nine; the other names are invented here."""
    load_reference(by=BY, at=now())
    regions = list(Region.objects.in_order())
    before = [_open(f"Direction d’avant {n}", date(2019, 1, 1)) for n in range(6)]
    for n, region in enumerate(regions):
        cover(directorate=before[n % 6], region=region, start=date(2019, 1, 1), by=BY, at=now())

    created = {
        "Direction régionale du Bas-Saint-Laurent et de la Gaspésie–Îles-de-la-Madeleine": ("01", "11"),
        "Direction régionale du Saguenay–Lac-Saint-Jean et de la Côte-Nord": ("02", "09"),
        "Direction régionale de la Mauricie et du Centre-du-Québec": ("04", "17"),
    }
    for name, codes in created.items():
        directorate = _open(name, CHANGE)
        for region in Region.objects.filter(code__in=codes):
            cover(directorate=directorate, region=region, start=CHANGE, by=BY, at=now())

    assert Directorate.objects.on(EVE).count() == 6
    assert Directorate.objects.on(CHANGE).count() == 9
    for day in (EVE, CHANGE):
        assert Counter(DirectorateRegion.objects.on(day).values_list("region__code", flat=True)) == Counter(
            region.code for region in regions
        ), "each region has one directorate"
    here = DirectorateRegion.objects.filter(region__code="01")
    assert here.on(EVE).get().directorate == before[0]
    assert here.on(CHANGE).get().directorate.name.startswith("Direction régionale du Bas-Saint-Laurent")


@pytest.mark.django_db
class TestCoverage:
    def test_a_region_given_twice_from_the_same_day_keeps_the_last(self) -> None:
        region, one, two = RegionFactory.create(), DirectorateFactory.create(), DirectorateFactory.create()
        cover(directorate=one, region=region, start=CHANGE, by=BY, at=now())
        cover(directorate=two, region=region, start=CHANGE, by=BY, at=now())
        assert DirectorateRegion.objects.get().directorate == two

    def test_not_by_a_directorate_that_does_not_exist_yet(self) -> None:
        future = DirectorateFactory.create(during=from_day(CHANGE))
        with pytest.raises(StructureRefused, match="n’existe pas à cette date"):
            cover(directorate=future, region=RegionFactory.create(), start=EVE, by=BY, at=now())

    def test_not_over_a_change_already_known(self) -> None:
        region = RegionFactory.create()
        cover(directorate=DirectorateFactory.create(), region=region, start=CHANGE, by=BY, at=now())
        with pytest.raises(StructureRefused, match="relève déjà"):
            cover(directorate=DirectorateFactory.create(), region=region, start=EVE, by=BY, at=now())


@pytest.mark.django_db
class TestServiceArea:
    def test_a_municipality_passes_from_one_point_to_another(self) -> None:
        town, one, two = MunicipalityFactory.create(), ServicePointFactory.create(), ServicePointFactory.create()
        serve(service_point=one, municipalities=[town], start=date(2020, 1, 1), by=BY, at=now())
        serve(service_point=two, municipalities=[town], start=CHANGE, by=BY, at=now())
        assert ServicePoint.objects.serving(town, EVE).get() == one
        assert ServicePoint.objects.serving(town, CHANGE).get() == two

    def test_serving_again_changes_nothing(self) -> None:
        town, point = MunicipalityFactory.create(), ServicePointFactory.create()
        for day in (EVE, CHANGE):
            serve(service_point=point, municipalities=[town], start=day, by=BY, at=now())
        assert ServicePointMunicipality.objects.get().starts_on == EVE
        assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
class TestUnits:
    def test_two_of_one_name_at_once_are_refused_with_a_sentence(self) -> None:
        existing = ServicePointFactory.create()
        twin = ServicePoint(
            name=existing.name, region=existing.region, host_office=existing.host_office, during=from_day(CHANGE)
        )
        with pytest.raises(StructureRefused, match="existe déjà pendant cette période"):
            open_unit(twin, by=BY, at=now())

    def test_a_change_says_which_fields(self) -> None:
        point = ServicePointFactory.create()
        change_unit(point, values={"name": "Nouveau nom", "region": point.region}, by=BY, at=now())
        assert AuditEntry.objects.get().fields == ["name"]
        change_unit(point, values={"name": "Nouveau nom"}, by=BY, at=now())
        assert AuditEntry.objects.count() == 1

    def test_what_ends_takes_with_it_what_it_answered_for(self) -> None:
        point, town = ServicePointFactory.create(), MunicipalityFactory.create()
        team = TeamFactory.create(service_point=point)
        serve(service_point=point, municipalities=[town], start=date(2020, 1, 1), by=BY, at=now())
        end_unit(point, before=CHANGE, by=BY, at=now())
        team.refresh_from_db()
        assert team.ends_before == CHANGE
        assert not ServicePoint.objects.serving(town, CHANGE).exists()
        assert ServicePoint.objects.serving(town, EVE).exists()

    def test_an_office_does_not_close_over_its_points(self) -> None:
        office = HostOfficeFactory.create()
        point = ServicePointFactory.create(host_office=office)
        with pytest.raises(StructureRefused, match="terminez-les"):
            end_unit(office, before=CHANGE, by=BY, at=now())
        end_unit(point, before=CHANGE, by=BY, at=now())
        end_unit(office, before=CHANGE, by=BY, at=now())
        office.refresh_from_db()
        assert office.ends_before == CHANGE

    def test_the_end_follows_the_start(self) -> None:
        with pytest.raises(StructureRefused, match="suivre"):
            end_unit(DirectorateFactory.create(during=from_day(CHANGE)), before=CHANGE, by=BY, at=now())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_a_region_at_once_one_wins_and_no_day_has_two() -> None:
    region, together = RegionFactory.create(), Barrier(2)
    directorates = [DirectorateFactory.create(), DirectorateFactory.create()]

    def give(directorate: Directorate) -> bool:
        together.wait()
        try:
            cover(directorate=directorate, region=region, start=CHANGE, by=BY, at=now())
        except StructureRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert any(pool.map(give, directorates))
    assert DirectorateRegion.objects.on(CHANGE).filter(region=region).count() == 1
