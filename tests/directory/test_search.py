"""The search of the directory: what is understood, what is found, in what order, and what each filter leaves."""

from datetime import date, datetime, time
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.directory.actions.publishing import publish
from ancrage.directory.models import (
    Accessibility,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
)
from ancrage.directory.queries import tags
from ancrage.directory.queries.hours import is_open
from ancrage.directory.queries.places import kilometres
from ancrage.directory.queries.search import Results, Wanted, search
from ancrage.directory.queries.understanding import understand
from ancrage.territory.dated import from_day
from tests.factories.directory import MADE, NeedDomainFactory, ServiceFactory, StatusCategoryFactory
from tests.factories.territory import MunicipalityFactory

pytestmark = pytest.mark.django_db
HOME = ZoneInfo("America/Toronto")
TUESDAY_EVENING = datetime(2021, 7, 13, 19, tzinfo=HOME)
MONT_JOLI, RIMOUSKI, MATANE = (48.584, -68.192), (48.450, -68.524), (48.850, -67.533)


def town(name: str, point: tuple[float, float]):
    return MunicipalityFactory.create(name=name, latitude=point[0], longitude=point[1])


def offered(where=None, hours: str = "", **fields) -> Service:
    """A service, in a place when there is one, open at the hours « TU,TH 18:30-21:00 »."""
    service = ServiceFactory.create(**fields, published=False)
    if where is not None:
        place = Location.objects.create(
            organization=service.organization, municipality=where, created_at=MADE, modified_at=MADE
        )
        ServiceAtLocation.objects.create(service=service, location=place)
        ServiceArea.objects.create(service=service, municipality=where)
    if hours:
        days, opens, closes = hours.replace("-", " ").split()
        Schedule.objects.create(service=service, byday=days, opens_at=opens, closes_at=closes)
    publish([service.pk], at=MADE)
    return service


def names(results: Results) -> list[str]:
    found = {service.pk: service.name for service in Service.objects.order_by("pk")}
    return [found[row.candidate.service_id] for row in results.rows]


def found(text: str = "", where: str = "", **others) -> list[str]:
    return names(search(Wanted(text, where, **others), TUESDAY_EVENING))


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("cours de francais le soir", True),
        ("réfugiée", True),
        ("refugies", True),
        ("fransisation", True),
        ("francisatoin", True),
        ("carrefour jeuness", True),
        ("learn french", True),
        ("hébergement", False),
    ],
)
def test_words_find_stems_slips_and_synonyms(words: str, is_found: bool) -> None:
    offered(
        name="Francisation du soir",
        description="Cours de français pour les personnes réfugiées",
        organization__name="Carrefour jeunesse-emploi Mitis",
    )
    assert bool(found(words)) is is_found


def test_a_slip_is_told_and_may_be_kept() -> None:
    offered(name="Garderie du quai")
    assert understand("gardreie").corrections == (("gardreie", "garderie"),)
    assert understand("gardreie", as_typed=True).corrections == ()
    assert understand("garderie").corrections == ()


def test_words_of_any_length_are_learnt() -> None:
    offered(name="x" * 150, description=f"{'x' * 38} garderie")
    assert found("garderie") == ["x" * 150]


def test_what_was_also_looked_for_is_told() -> None:
    offered(name="Halte-garderie")
    understood = understand("CPE")
    assert "garderie" in understood.also
    assert found("CPE") == ["Halte-garderie"]


def test_a_word_that_answers_nothing_is_dropped() -> None:
    offered(name="Francisation du soir")
    assert found("francisation zythologie") == ["Francisation du soir"]
    assert found("zythologie") == []


@pytest.mark.parametrize("typed", ["G5H 1A1", "g5h1a1", "G5H", "G5H-1A1"])
def test_a_postal_code_is_a_place(typed: str) -> None:
    town("Mont-Joli", MONT_JOLI)
    place = understand("", typed).place
    assert place is not None
    assert place.point is not None
    assert kilometres(place.point, MONT_JOLI) < 15


def test_a_letter_for_a_zero_is_put_right() -> None:
    town("Mont-Joli", MONT_JOLI)
    understood = understand("garderie GOJ 1JO")
    assert understood.place is not None
    assert understood.corrections == (("GOJ 1JO", "G0J 1J0"),)
    # A word is no postal code.
    assert understand("job").place is None


@pytest.mark.parametrize("typed", ["près de Mont-Joli", "mont joli", "à Mont‑Joli", "in Mont-Joli", "MONT JOLI"])
def test_a_town_is_read_in_what_is_typed(typed: str) -> None:
    here, there = town("Mont-Joli", MONT_JOLI), town("Matane", MATANE)
    offered(there, name="Cours de français à Matane")
    offered(here, name="Cours de français")
    assert found(f"cours de français {typed}") == ["Cours de français"]


def test_an_unknown_place_is_told() -> None:
    assert understand("garderie", "Zanzibar").is_place_unknown
    assert not understand("garderie", "").is_place_unknown


def test_elsewhere_rather_than_nothing() -> None:
    town("Mont-Joli", MONT_JOLI)
    offered(town("Matane", MATANE), name="Hébergement d’urgence")
    results = search(Wanted("hébergement", "Mont-Joli"), TUESDAY_EVENING)
    assert results.is_elsewhere
    assert names(results) == ["Hébergement d’urgence"]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("cours le soir", tags.EVENING),
        ("evening classes", tags.EVENING),
        ("fin de semaine", tags.WEEKEND),
        ("cours samedi", tags.weekday("SA")),
        ("cours gratuit", tags.fee("free")),
        ("cours en ligne", tags.mode("video")),
        ("emploi en espagnol", tags.language("es")),
        ("job in Spanish", tags.language("es")),
        ("activités pour aînés", tags.public("aines")),
    ],
)
def test_when_how_and_for_whom_are_read_too(text: str, tag: str) -> None:
    assert tag in understand(text).hints


def test_what_is_learnt_is_not_what_is_spoken() -> None:
    assert understand("cours de français").hints == ()
    assert understand("babysitting while I am in french class").hints == ()


def test_the_evening_comes_before_the_day() -> None:
    offered(name="Francisation, groupe A", hours="MO,TU 09:00-12:00")
    offered(name="Francisation, groupe B", hours="TU,TH 18:30-21:00")
    assert found("francisation le soir")[0] == "Francisation, groupe B"


def test_names_come_before_descriptions_and_the_near_before_the_far() -> None:
    here, there = town("Mont-Joli", MONT_JOLI), town("Rimouski", RIMOUSKI)
    offered(name="Aide aux devoirs", description="Un peu de français")
    offered(name="Cours de français")
    assert found("cours de français")[0] == "Cours de français"
    for name, where in (("Friperie du quai", there), ("Friperie du centre", here)):
        service = offered(where, name=name)
        ServiceArea.objects.create(service=service, mrc=here.mrc)
        publish([service.pk], at=MADE)
    assert found("friperie", "Mont-Joli") == ["Friperie du centre", "Friperie du quai"]


def test_a_confidential_place_is_not_found() -> None:
    where = town("Mont-Joli", MONT_JOLI)
    service = offered(where, name="Maison d’hébergement")
    place = service.locations.get()
    place.name, place.is_public = "Villa des Cèdres", False
    place.save()
    publish([service.pk], at=MADE)
    assert found("villa cèdres") == []
    assert found("hébergement", "Mont-Joli", kilometres=10) == []
    assert found("hébergement", "Mont-Joli") == ["Maison d’hébergement"]


@pytest.fixture
def many() -> list[Service]:
    """Services that differ by all that filters ask."""
    towns = [town("Mont-Joli", MONT_JOLI), town("Rimouski", RIMOUSKI), town("Matane", MATANE)]
    domain, status = NeedDomainFactory.create(code="logement"), StatusCategoryFactory.create(code="visiteur")
    made = []
    for n in range(24):
        service = offered(
            towns[n % 3],
            name=f"Service {n}",
            hours=["", "TU,TH 18:30-21:00", "SA 09:00-12:00", "MO,TU 08:00-17:00"][n % 4],
            languages=["fr", "es"] if n % 2 else ["fr"],
            fee_kind="free" if n % 5 else "paid",
            modes=["video"] if n % 7 == 0 else ["in_person"],
            accepts_referrals=bool(n % 3),
        )
        if n % 6 == 0:
            service.domains.add(domain)
        if n % 8 == 0:
            Accessibility.objects.create(location=service.locations.get(), description="Rampe")
        if n % 9 == 0:
            ServiceEligibility.objects.create(
                service=service, status=status, is_admitted=False, during=from_day(date(2020, 1, 1))
            )
        made.append(service)
    publish([service.pk for service in made], at=MADE)
    return made


FILTERS = {
    "domain": ({"tags": ((tags.domain("logement"),),)}, lambda n, s: n % 6 == 0),
    "evening": ({"tags": ((tags.EVENING,),)}, lambda n, s: n % 4 == 1),
    "weekend": ({"tags": ((tags.WEEKEND,),)}, lambda n, s: n % 4 == 2),
    "free": ({"tags": ((tags.fee("free"),),)}, lambda n, s: bool(n % 5)),
    "video": ({"tags": ((tags.mode("video"),),)}, lambda n, s: n % 7 == 0),
    "spanish": ({"tags": ((tags.language("es"),),)}, lambda n, s: bool(n % 2)),
    "accessible": ({"tags": ((tags.ACCESSIBLE,),)}, lambda n, s: n % 8 == 0),
    "referred": ({"tags": ((tags.REFERRED,),)}, lambda n, s: bool(n % 3)),
    "admitted": ({"refused": (tags.refuses("visiteur"),)}, lambda n, s: n % 9 != 0),
    "now": (
        {"is_open_now": True},
        lambda n, s: any(is_open(one, TUESDAY_EVENING) for one in s.schedules.order_by("pk")),
    ),
    "served": ({"where": "Rimouski"}, lambda n, s: n % 3 == 1),
    "distance": (
        {"where": "Mont-Joli", "kilometres": 40},
        lambda n, s: kilometres(MONT_JOLI, (MONT_JOLI, RIMOUSKI, MATANE)[n % 3]) <= 40,
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_leaves_what_brute_force_leaves(many: list[Service], name: str) -> None:
    asked, holds = FILTERS[name]
    left = {service.name for n, service in enumerate(many) if holds(n, service)}
    assert left
    assert set(found(**asked)) == left


@pytest.mark.parametrize("pair", [pair for pair in combinations(FILTERS, 2) if pair != ("served", "distance")])
def test_two_filters_leave_their_intersection(many: list[Service], pair: tuple[str, str]) -> None:
    (one, _), (other, _) = FILTERS[pair[0]], FILTERS[pair[1]]
    both = {**one, **other, "tags": (*one.get("tags", ()), *other.get("tags", ()))}
    alone = [search(Wanted(**asked), TUESDAY_EVENING, broadly=False) for asked in (one, other, both)]
    sets = [{row.candidate.service_id for row in results.rows} for results in alone]
    assert sets[2] == sets[0] & sets[1]


def test_counts_are_those_of_the_filters(many: list[Service]) -> None:
    counts = search(Wanted(), TUESDAY_EVENING).counts
    for name in ("evening", "weekend", "free", "video", "spanish", "accessible"):
        asked, holds = FILTERS[name]
        assert counts[asked["tags"][0][0]] == sum(holds(n, service) for n, service in enumerate(many))


def test_without_hours_of_its_own_those_of_its_public_places_tell_whether_it_is_open() -> None:
    by_place, own = (offered(town(name, MONT_JOLI), name=name) for name in ("Friperie", "Garderie"))
    hidden = offered(town("Villa", MONT_JOLI), name="Villa")
    for service in (by_place, own, hidden):
        Schedule.objects.create(location=service.locations.get(), byday="TU", opens_at=time(18), closes_at=time(21))
    Schedule.objects.create(service=own, byday="MO", opens_at=time(8), closes_at=time(9))
    hidden.locations.update(is_public=False)
    assert found(is_open_now=True) == ["Friperie"]


def test_by_distance(many: list[Service]) -> None:
    rows = search(Wanted(where="Mont-Joli", kilometres=100, by_distance=True), TUESDAY_EVENING).rows
    away = [row.kilometres for row in rows]
    assert len(rows) == len(many)
    assert away == sorted(away)


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE directory_service; --",
        "' | 's:public' & !'x'",
        "a & | ! ( ) : * <-> \\ '",
        "%s %(x)s {} \x00 \ud800".encode("utf-8", "replace").decode(),
        "\\' or 1=1",
        "\U0001f642 \uffff \u202e",
        "(" * 500,
        "mot " * 500,
        "'a':* & 'b':A",
        "<script>alert(1)</script>",
        "G0J\x001J0",
    ],
)
def test_nothing_typed_is_more_than_words(typed: str) -> None:
    service = offered(name="Garderie du quai", is_public=False)
    for asked in (Wanted(typed), Wanted("garderie", typed), Wanted(typed, tags=((typed.replace("\x00", ""),),))):
        search(asked, TUESDAY_EVENING, only=(tags.PUBLIC,))
    assert found(typed, tags=((tags.PUBLIC,),)) == []
    assert Service.objects.get() == service


def test_statements_do_not_grow() -> None:
    where = town("Mont-Joli", MONT_JOLI)

    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            search(Wanted("garderi pas cher le samedi en espagnol", "Mont-Joli", kilometres=40), TUESDAY_EVENING)
        return len(context)

    offered(where, name="Garderie du quai", hours="SA 08:00-12:00")
    asked()
    one = asked()
    for n in range(12):
        offered(where, name=f"Garderie {n}", hours="SA 08:00-12:00")
    assert asked() == one <= 5


@pytest.mark.parametrize(
    ("fields", "at", "is_on"),
    [
        ({"byday": "TU"}, (13, 19), True),
        ({"byday": "TU"}, (13, 21), False),
        ({"byday": "TU"}, (14, 19), False),
        ({"byday": "TU", "valid_to": date(2021, 7, 1)}, (13, 19), False),
        ({"byday": "TU", "valid_from": date(2021, 7, 13)}, (13, 19), True),
        ({"byday": "TU", "until": date(2021, 7, 12)}, (13, 19), False),
        ({"byday": "2TU", "freq": "MONTHLY"}, (13, 19), True),
        ({"byday": "1TU", "freq": "MONTHLY"}, (13, 19), False),
        ({"bymonthday": "13,27", "freq": "MONTHLY"}, (13, 19), True),
        ({"byday": "TU", "interval": 2, "dtstart": date(2021, 7, 6)}, (13, 19), False),
        ({"byday": "TU", "interval": 2, "dtstart": date(2021, 6, 29)}, (13, 19), True),
        ({"byday": "TU", "closes_at": time(0)}, (13, 23), True),
    ],
)
def test_when_it_is_open(fields, at, is_on: bool) -> None:
    schedule = Schedule(**{"opens_at": time(18), "closes_at": time(21), **fields})
    assert is_open(schedule, datetime(2021, 7, *at, tzinfo=HOME)) is is_on
