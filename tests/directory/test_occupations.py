import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.directory.actions.occupations import load_occupations
from ancrage.directory.models import Occupation, OccupationTitle
from ancrage.directory.occupations_file import Occupations, Place, read_occupations
from ancrage.directory.queries.occupations import closeness, find
from bench.occupations_asked import titles

BY = JobActor("tests")
CODES = st.from_regex(r"[0-9][0-5][0-9]{3}", fullmatch=True)
GROUPS = {
    "72106": ("Soudeurs/soudeuses", "Welders"),
    "95101": ("Manoeuvres en métallurgie", "Labourers in metal fabrication"),
    "65200": ("Serveurs/serveuses d'aliments et de boissons", "Food and beverage servers"),
    "65310": ("Préposés/préposées à l'entretien ménager", "Light duty cleaners"),
    "64311": ("Commissaires et agents/agentes de bord", "Pursers and flight attendants"),
    "73300": ("Conducteurs/conductrices de camions", "Transport truck drivers"),
    "72601": ("Contrôleurs aériens/contrôleuses aériennes", "Air traffic controllers"),
}
TITLES = {
    ("72106", "fr"): (
        "Soudeur industriel/soudeuse industrielle",
        "Soudeur/soudeuse",
        "Soudeur-monteur/soudeuse-monteuse",
    ),
    ("95101", "fr"): ("Aide-soudeur/aide-soudeuse",),
    ("65200", "fr"): ("Serveur/serveuse d'aliments et de boissons",),
    ("64311", "fr"): ("Agent/agente de bord",),
    ("73300", "fr"): ("Camionneur/camionneuse",),
    ("72106", "en"): ("Arc welder",),
    ("73300", "en"): ("Long haul truck driver",),
}


def told() -> Occupations:
    return Occupations(
        {code: {"fr": french, "en": english} for code, (french, english) in GROUPS.items()},
        {(code, language, one): Place("x", 1) for (code, language), held in TITLES.items() for one in held},
    )


@pytest.fixture
def occupations(db):
    load_occupations(told(), by=BY, at=now())


def _codes(text, **how):
    return [one.code for one in find(text, **how)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("soudeuse", "72106"),
        ("SOUDEURS", "72106"),
        ("soudeusse", "72106"),
        ("soudeur industriel", "72106"),
        ("industrielles soudeuses", "72106"),
        ("soudeur(euse)", "72106"),
        ("aide-soudeuse", "95101"),
        ("arc welders", "72106"),
        ("camioneuse", "73300"),
        ("controleur aerien", "72601"),
        ("agente de bord", "64311"),
        ("femme de ménage", "65310"),
        ("waitress", "65200"),
        ("chauffeur de camion", "73300"),
        ("long haul truck driver wanted", "73300"),
        ("camionn", "73300"),
    ],
)
def test_an_everyday_title_finds_its_occupation_first(occupations, typed, code):
    assert _codes(typed)[0] == code


def test_the_exact_title_comes_before_longer_ones_and_is_told(occupations):
    found = find("soudeuse")
    assert [one.code for one in found] == ["72106", "95101"]
    assert (found[1].called, found[1].called_in) == ("Aide-soudeur/aide-soudeuse", "fr")
    assert find("arc welder")[0].called_in == "en"


@pytest.mark.parametrize("typed", ["", "   ", "de la", "xqzwk", "'; DROP TABLE x; --", "a & b | !", "%_%", "\0"])
def test_what_is_no_title_finds_nothing(occupations, typed):
    assert find(typed) == []


@given(typed=st.text(max_size=60))
@pytest.mark.django_db
def test_anything_may_be_typed(typed):
    assert find(typed) == []


def test_two_statements_at_most(occupations, django_assert_max_num_queries):
    for typed in ("soudeuse", "femme de ménage de bord", "camionn", "xqzwk"):
        with django_assert_max_num_queries(2):
            find(typed)


def test_how_many_are_told(occupations):
    assert len(find("soudeur", limit=1)) == 1


def test_the_exact_title_counts_more_than_many_that_say_more(occupations):
    more = told()
    ranks = ("principal", "adjoint", "junior", "senior", "volant", "mobile", "remplaçant", "suppléant")
    more.titles |= {("65310", "fr", f"Soudeur industriel {rank}"): Place("x", 1) for rank in ranks}
    load_occupations(more, by=BY, at=now())
    assert _codes("soudeuse industrielle")[:2] == ["72106", "65310"]


def test_what_the_classification_no_longer_has_is_not_proposed(occupations):
    Occupation.objects.filter(code="64311").update(is_current=False)
    assert "64311" not in _codes("agente de bord")


def test_an_occupation_withdrawn_is_found_no_more(occupations):
    kept = told()
    del kept.groups["64311"], kept.titles["64311", "fr", "Agent/agente de bord"]
    load_occupations(kept, by=BY, at=now())
    assert "64311" not in _codes("agente de bord")
    assert not OccupationTitle.objects.filter(occupation__code="64311").exists()


def test_from_the_console(occupations):
    out = io.StringIO()
    call_command("occupations", "soudeuse", stdout=out)
    assert out.getvalue() == "72106  Soudeurs/soudeuses\n95101  Manoeuvres en métallurgie\n"
    with pytest.raises(CommandError, match="xqzwk"):
        call_command("occupations", "xqzwk")


@pytest.mark.django_db
def test_from_the_console_when_none_is_loaded():
    with pytest.raises(CommandError, match="Aucune profession n’est chargée"):
        call_command("occupations", "soudeuse")


def test_what_a_code_says():
    welder = Occupation(code="72106", title_fr="Soudeurs/soudeuses", title_en="Welders")
    assert (welder.broad_category, welder.feer, str(welder)) == (7, 2, "72106 Soudeurs/soudeuses")
    with override("en"):
        assert welder.title == "Welders"


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "title"), [("7210", "Soudeurs"), ("7210a", "Soudeurs"), ("72106", "")])
def test_a_code_has_five_digits_and_an_occupation_a_title(code, title):
    with pytest.raises(IntegrityError):
        Occupation.objects.create(code=code, title_fr=title)


@given(CODES, CODES)
def test_closeness_is_the_same_both_ways(one, other):
    assert closeness(one, other) == closeness(other, one)
    assert 0 <= closeness(one, other) <= 4


@given(CODES, CODES)
def test_nothing_is_closer_than_the_same(one, other):
    assert closeness(one, one) == 4
    assert (closeness(one, other) == 4) == (one == other)


@given(CODES, CODES, CODES)
def test_more_digits_shared_are_never_further(one, other, third):
    def shared(code):
        return next((n for n, pair in enumerate(zip(one, code, strict=True)) if pair[0] != pair[1]), 5)

    if shared(other) > max(shared(third), 1):
        assert closeness(one, other) >= closeness(one, third)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("72106", "72106", 4),
        ("72106", "72105", 3),
        ("72106", "72110", 2),
        ("72106", "72200", 1),
        ("31301", "32101", 1),
        ("72106", "74110", 0),
        ("72106", "75110", 0),
        ("72106", "62106", 0),
        ("00010", "10010", 0),
    ],
)
def test_how_close(one, other, level):
    assert closeness(one, other) == level


def test_everyday_titles_answer_well_over_the_whole_classification(db, shared):
    folder = shared / "data" / "cnp-2021"
    load_occupations(read_occupations(folder / "appellations.csv", folder / "groupes_de_base.csv"), by=BY, at=now())
    asked = titles()
    right = sum(bool(set(one.codes) & set(_codes(one.title, limit=3))) for one in asked)
    assert right / len(asked) >= 0.95
