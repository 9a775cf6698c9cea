from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ancrage.territory.dated import from_day
from ancrage.territory.models import (
    Directorate,
    DirectorateRegion,
    Municipality,
    ServicePoint,
)
from tests.factories.territory import (
    DirectorateFactory,
    DirectorateRegionFactory,
    MunicipalityFactory,
    RegionFactory,
    ServicePointFactory,
    ServicePointMunicipalityFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2021, 4, 6)


def test_a_fact_holds_from_its_first_day_up_to_its_end() -> None:
    directorate = DirectorateFactory.create(during=from_day(date(2021, 1, 1), DAY))
    assert list(Directorate.objects.on(DAY - timedelta(days=1))) == [directorate]
    assert not Directorate.objects.on(DAY).exists()
    assert directorate.is_on(date(2021, 1, 1))
    assert not directorate.is_on(DAY)


def test_a_region_has_one_directorate_at_a_time() -> None:
    covered = DirectorateRegionFactory.create(during=from_day(date(2019, 1, 1)))
    other = DirectorateRegionFactory.build(
        directorate=DirectorateFactory.create(),
        region=covered.region,
        during=from_day(DAY),
    )
    with pytest.raises(ValidationError, match="relève déjà d’une direction"):
        other.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_a_period_has_a_start_that_precedes_its_end() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectorateFactory.create(during=from_day(None))  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectorateFactory.create(during=from_day(DAY, DAY))


def test_the_point_of_a_municipality_is_the_one_of_the_day() -> None:
    town = MunicipalityFactory.create()
    before, after = ServicePointFactory.create(), ServicePointFactory.create()
    ServicePointMunicipalityFactory.create(
        service_point=before, municipality=town, during=from_day(date(2019, 1, 1), DAY)
    )
    ServicePointMunicipalityFactory.create(service_point=after, municipality=town, during=from_day(DAY))
    assert ServicePoint.objects.serving(town, DAY - timedelta(days=1)).get() == before
    assert ServicePoint.objects.serving(town, DAY).get() == after


def test_places_sort_as_french_does() -> None:
    for name in ("Zéphyr", "Éloi", "eric", "Amqui"):
        MunicipalityFactory.create(name=name)
    assert [m.name for m in Municipality.objects.in_order()] == [
        "Amqui",
        "Éloi",
        "eric",
        "Zéphyr",
    ]


def test_a_point_on_the_map_has_both_coordinates() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory.create(latitude=48.4)


days = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))
ranges = st.tuples(days, st.none() | st.integers(1, 2000)).map(
    lambda pair: from_day(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
)


class OneDirectorateADay(TestCase):
    """Whatever periods are tried, no day ever has two directorates for a region."""

    @settings(deadline=None, max_examples=60)
    @given(st.lists(ranges, min_size=1, max_size=6), days)
    def test_no_day_has_two(self, periods: list, day: date) -> None:
        region, directorate = (
            RegionFactory.create(code="01"),
            DirectorateFactory.create(),
        )
        kept = []
        for during in periods:
            try:
                with transaction.atomic():
                    DirectorateRegionFactory.create(region=region, directorate=directorate, during=during)
            except IntegrityError:
                assert any(_overlap(during, other) for other in kept)
            else:
                assert not any(_overlap(during, other) for other in kept)
                kept.append(during)
        assert DirectorateRegion.objects.on(day).filter(region=region).count() <= 1


def _overlap(one, other) -> bool:
    end = date.max
    return max(one.lower, other.lower) < min(one.upper or end, other.upper or end)
