"""A name in one column, parted into given and family names."""

import pytest

from ancrage.newcomers.models import Person
from ancrage.newcomers.queries.import_columns import guessed
from ancrage.newcomers.queries.imports import unpack
from ancrage.newcomers.queries.whole_names import parted
from tests.newcomers.lists import applied, checked, received
from tests.newcomers.scene import Scene, a_scene, text_of, url

HEAD = ["Nom complet", "Date de naissance"]


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.mark.parametrize(
    "text", ["Mariana Ospina Restrepo", "OSPINA Mariana RESTREPO", "MARIANA OSPINA RESTREPO", "a, b, c"]
)
@pytest.mark.parametrize("kind", ["family_first", "given_first"])
def test_where_nothing_says_where_the_name_ends_it_is_not_guessed(text, kind) -> None:
    assert parted(text, kind) is None


@pytest.mark.parametrize(
    ("text", "kind", "given", "family"),
    [
        ("OSPINA RESTREPO Mariana", "family_first", "Mariana", "OSPINA RESTREPO"),
        ("Mariana José OSPINA", "family_first", "Mariana José", "OSPINA"),
        ("Ospina Restrepo, Mariana José", "given_first", "Mariana José", "Ospina Restrepo"),
        ("Ospina Mariana", "family_first", "Mariana", "Ospina"),
        ("Mariana Ospina", "given_first", "Mariana", "Ospina"),
        ("OSPINA MARIANA", "family_first", "MARIANA", "OSPINA"),
        ("D’AMOURS-ROY J. Anne", "family_first", "J. Anne", "D’AMOURS-ROY"),
        ("Suharto", "given_first", "", "Suharto"),
        ("", "family_first", "", ""),
    ],
)
def test_commas_capitals_then_the_order_say_it(text, kind, given, family) -> None:
    assert parted(text, kind) == (given, family)


@pytest.mark.django_db
def test_what_cannot_be_parted_is_said_beside_it(scene) -> None:
    sheet = checked(
        scene, ["Mariana Ospina Restrepo", ""], ["", "1987-05-12"], ["=A1", ""], ["X" * 130 + " Y", ""], head=HEAD
    )
    errors = [dict(unpack(row.content).errors) for row in sheet.rows.order_by("line")]
    assert [list(one) for one in errors] == [["family_first"]] * 4
    assert "majuscules" in errors[0]["family_first"]
    assert "au moins un nom" in errors[1]["family_first"]
    assert "formule" in errors[2]["family_first"]
    assert "120 caractères" in errors[3]["family_first"]
    assert "majuscules" in text_of(scene.client().get(url("import", sheet)))


@pytest.mark.django_db
def test_two_columns_do_not_say_the_name_twice(scene) -> None:
    sheet = received(scene, ["OSPINA Mariana", "Mariana"], head=["Nom complet", "Prénom"])
    answer = scene.client().post(
        url("import_columns", sheet), {"colonne_0": "family_first", "colonne_1": "given_names"}
    )
    assert "Une autre colonne dit déjà le nom" in text_of(answer)


@pytest.mark.django_db
def test_a_whole_name_is_shown_parted_then_entered_so(scene) -> None:
    assert guessed(HEAD) == {"family_first": 0, "birth_on": 1}
    sheet = received(scene, ["OSPINA RESTREPO Mariana", "1987-05-12"], head=HEAD)
    assert "OSPINA RESTREPO Mariana → OSPINA RESTREPO, Mariana" in text_of(
        scene.client().get(url("import_columns", sheet))
    )
    sheet = checked(
        scene, ["OSPINA RESTREPO Mariana", "1987-05-12"], ["Ospina Restrepo, Mariana", "1987-05-12"], head=HEAD
    )
    assert sheet.counts == {"good": 1, "double": 1}
    page = text_of(scene.client().get(url("import", sheet)))
    assert "Prénoms" in page
    assert "Mettre à jour" in page
    applied(scene, sheet)
    person = Person.objects.exclude(pk=scene.case.person_id).get()
    assert (person.given_names, person.family_names) == ("Mariana", "OSPINA RESTREPO")
