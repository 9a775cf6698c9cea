"""The occupations that the demo states: true to the classification, and replaced by it."""

import csv

import pytest
from django.core.management import call_command

from ancrage.demo.actions.drawing import rows
from ancrage.demo.actions.occupations import load_stated_occupations
from ancrage.directory.models import Occupation, OccupationTitle
from ancrage.directory.queries.occupations import find

pytestmark = pytest.mark.django_db


def test_they_are_found_by_what_people_call_them():
    load_stated_occupations()
    assert Occupation.objects.count() >= 150
    for typed, code in (("soudeuse", "72106"), ("dairy farmer", "80020"), ("aide-pêcheuse", "84121")):
        assert find(typed)[0].code == code


def test_each_has_everyday_titles_in_both_languages():
    for row in rows("occupations"):
        french, english = row["everyday_fr"].split("|"), row["everyday_en"].split("|")
        assert all(french) and all(english) and 2 <= len(french) + len(english) <= 5, row["code"]


def test_they_are_facts(shared):
    with (shared / "data/cnp-2021/groupes_de_base.csv").open(encoding="utf-8", newline="") as lines:
        titles = {row["code"]: (row["titre_fr"].strip(), row["titre_en"].strip()) for row in csv.DictReader(lines)}
    for row in rows("occupations"):
        assert (row["title_fr"], row["title_en"]) == titles[row["code"]]


def test_a_file_takes_their_place_and_keeps_it(tmp_path):
    load_stated_occupations()
    groups, titles = tmp_path / "g.csv", tmp_path / "a.csv"
    groups.write_text("code,titre_fr,titre_en\n72106,Soudeurs,Welders\n")
    titles.write_text("code,langue,appellation\n72106,fr,Soudeur/soudeuse\n72106,en,Welder\n")
    call_command("load_occupations", str(groups), str(titles))
    assert Occupation.objects.current().get().title_fr == "Soudeurs"
    assert OccupationTitle.objects.filter(is_own=False).count() == 2
    load_stated_occupations()
    assert Occupation.objects.current().count() == 1
