import threading
from datetime import date

import pghistory
import pytest
from django.db import connection, transaction

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.newcomers.actions.person import PersonChanged, PersonRefused, edit_person
from ancrage.newcomers.forms.person import PersonForm
from ancrage.newcomers.models import FULL_NAME, Person
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.factories.territory import MunicipalityFactory
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db


def as_typed(person, **changes):
    """What a browser sends for the form of ``person``, once ``changes`` are typed."""
    form = PersonForm(person=person, today=date(2030, 1, 1))
    data = {}
    for bound in form:
        if bound.name == "birth_on":
            day = person.birth_on
            data |= {f"birth_on_{n}": p for n, p in enumerate([day.day, day.month, day.year] if day else ["", "", ""])}
        elif bound.name == "may_leave_message":
            data |= {"may_leave_message": "on"} if bound.initial else {}
        else:
            value = bound.field.prepare_value(bound.initial)
            data[bound.name] = "" if value is None else value
    return data | changes


def test_the_form_writes_what_changed_and_says_so():
    scene = a_scene()
    town = MunicipalityFactory.create(name="Mont-Joli")
    data = as_typed(scene.case.person, municipality="mont joli", languages="Espagnol, anglais", phone="418 555-0142")
    answer = scene.client().post(url("person_edit", scene.case), data)
    assert (answer.status_code, answer["Location"]) == (302, url("case", scene.case))
    person = Person.objects.get(pk=scene.case.person_id)
    assert (person.municipality, person.languages, person.phone) == (town, ["es", "en"], "+14185550142")
    assert person.revision == 1
    entry = AuditEntry.objects.get(verb="newcomers.person.edited")
    assert entry.fields == ["languages", "municipality", "phone"]
    assert set(entry.about) == {scene.case.pk, person.pk}


def test_nothing_changed_writes_nothing():
    scene = a_scene()
    scene.client().post(url("person_edit", scene.case), as_typed(scene.case.person))
    assert Person.objects.get(pk=scene.case.person_id).revision == 0
    assert not AuditEntry.objects.filter(verb="newcomers.person.edited").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given_names": "", "family_names": ""}, "Inscrivez au moins un nom."),
        ({"birth_on_0": "30", "birth_on_1": "2", "birth_on_2": "1990"}, "Le 30 février n’existe pas."),
        ({"birth_on_0": "1", "birth_on_1": "2", "birth_on_2": "2199"}, "Cette date n’est pas encore passée."),
        ({"arrived_on": "31/01/2021"}, "Vouliez-vous écrire 2021-01-31?"),
        ({"arrived_on": "2199-01-31"}, "L’arrivée n’a pas encore eu lieu : inscrivez-la comme prévue."),
        ({"municipality": "Atlantide"}, "Choisissez un nom de la liste."),
        ({"languages": "espagnol, klingonien du sud"}, "« klingonien du sud » n’est pas dans la liste des langues."),
        (
            {"birth_on_0": "1", "birth_on_1": "2", "birth_on_2": "2000", "arrived_on": "1999-01-31"},
            "L’arrivée précède la naissance.",
        ),
    ],
)
def test_each_error_is_said_beside_its_field_and_nothing_typed_is_lost(changes, sentence):
    scene = a_scene()
    answer = scene.client().post(
        url("person_edit", scene.case), as_typed(scene.case.person, contact_hours="Le soir") | changes
    )
    text = text_of(answer)
    assert answer.status_code == 200
    assert sentence in text
    assert "Le soir" in text
    assert Person.objects.get(pk=scene.case.person_id).revision == 0


def stale(scene, mine, theirs):
    """The page as the second agent gets it: both opened it, the first saved ``theirs`` meanwhile."""
    opened = as_typed(scene.case.person, **mine)
    with pghistory.context(user=str(scene.colleague.pk)):
        edit_person(case=scene.case, values=theirs, seen=0, by=scene.colleague, at=now())
    return opened, scene.client().post(url("person_edit", scene.case), opened)


def test_the_second_agent_sees_what_changed_and_who_changed_it():
    scene = a_scene(person=PersonFactory.create(contact_hours="Le matin"))
    _opened, answer = stale(scene, {"contact_hours": "Le soir"}, {"contact_hours": "Le midi", "email": "a@exemple.ca"})
    text = text_of(answer)
    assert f"{scene.colleague.full_name} l’a enregistrée avant vous" in text
    assert "« Le matin » est devenu « Le midi »" in text
    assert "Garder la vôtre : Le soir" in text
    assert "Prendre celle qui est enregistrée : Le midi" in text
    # What they alone changed is taken as it is: nothing to choose.
    assert 'value="a@exemple.ca"' in text
    assert "choix_email" not in text
    assert Person.objects.get(pk=scene.case.person_id).contact_hours == "Le midi"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Le soir"), ("theirs", "Le midi")])
def test_the_second_agent_chooses_and_the_rest_is_kept(choice, kept):
    scene = a_scene()
    opened, answer = stale(
        scene,
        {"contact_hours": "Le soir", "phone_note": "Cellulaire partagé"},
        {"contact_hours": "Le midi", "email": "a@exemple.ca"},
    )
    form = answer.context["form"]
    again = dict(form.data.items()) | {"choix_contact_hours": choice}
    assert opened.keys() <= again.keys()
    answer = scene.client().post(url("person_edit", scene.case), again)
    assert answer.status_code == 302
    person = Person.objects.get(pk=scene.case.person_id)
    assert (person.contact_hours, person.phone_note, person.email) == (kept, "Cellulaire partagé", "a@exemple.ca")


def test_not_choosing_is_refused():
    scene = a_scene()
    _opened, answer = stale(scene, {"contact_hours": "Le soir"}, {"contact_hours": "Le midi"})
    answer = scene.client().post(url("person_edit", scene.case), dict(answer.context["form"].data.items()))
    assert answer.status_code == 200
    assert "deux versions" in text_of(answer)
    assert Person.objects.get(pk=scene.case.person_id).contact_hours == "Le midi"


def test_dates_and_choices_of_the_other_come_back_as_a_browser_sends_them():
    scene = a_scene(person=PersonFactory.create(birth_on=date(1987, 5, 12), may_leave_message=False))
    theirs = {"birth_on": date(1988, 5, 12), "languages": ["es"], "may_leave_message": True, "pronoun": "she"}
    _opened, answer = stale(scene, {"contact_hours": "Le soir"}, theirs)
    answer = scene.client().post(url("person_edit", scene.case), dict(answer.context["form"].data.items()))
    assert answer.status_code == 302, answer.context["form"].errors
    person = Person.objects.get(pk=scene.case.person_id)
    assert (person.birth_on, person.languages, person.pronoun) == (date(1988, 5, 12), ["es"], "she")
    assert person.may_leave_message
    assert person.contact_hours == "Le soir"


def test_the_action_refuses_an_older_revision():
    case = CaseFactory.create()
    user = a_scene().agent
    edit_person(case=case, values={"email": "a@exemple.ca"}, seen=0, by=user, at=now())
    with pytest.raises(PersonChanged, match="Une autre personne a modifié"):
        edit_person(case=case, values={"email": "b@exemple.ca"}, seen=0, by=user, at=now())


def test_the_action_refuses_no_name():
    scene = a_scene()
    values = {"given_names": "", "family_names": "", "original_name": ""}
    with pytest.raises(PersonRefused) as refusal:
        edit_person(case=scene.case, values=values, seen=0, by=scene.agent, at=now())
    assert refusal.value.field == "family_names"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told():
    scene = a_scene()
    outcomes = []
    start = threading.Barrier(2)

    def save(text):
        start.wait()
        try:
            with transaction.atomic():
                edit_person(case=scene.case, values={"contact_hours": text}, seen=0, by=scene.agent, at=now())
            outcomes.append("saved")
        except PersonChanged:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[text]) for text in ("Le soir", "Le midi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
    assert Person.objects.get(pk=scene.case.person_id).revision == 1


def test_the_address_is_encrypted_in_the_database():
    scene = a_scene()
    edit_person(case=scene.case, values={"address": "12, rue Secrète"}, seen=0, by=scene.agent, at=now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM newcomers_person WHERE id = %s", [scene.case.person_id])
        assert "Secrète" not in cursor.fetchone()[0]
    assert Person.objects.get(pk=scene.case.person_id).address == "12, rue Secrète"


@pytest.mark.parametrize(
    ("given", "family", "original"), [("Nour", "Haddad", "نور"), ("", "Haddad", ""), ("Nour", "", ""), ("", "", "نور")]
)
def test_the_full_name_in_sql(given: str, family: str, original: str) -> None:
    person = PersonFactory.create(given_names=given, family_names=family, original_name=original)
    assert Person.objects.values_list(FULL_NAME).get(pk=person.pk) == (person.full_name,)
