import pytest

from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.directory.actions.occupations import load_occupations
from ancrage.directory.forms.occupations import OccupationField
from ancrage.directory.models import Occupation
from ancrage.ui import forms
from tests.directory.test_occupations import told
from tests.factories.accounts import signed_in, user_as

pytestmark = pytest.mark.django_db


class PostForm(forms.Form):
    post = OccupationField(label="Profession")


@pytest.fixture(autouse=True)
def _occupations():
    load_occupations(told(), by=JobActor("tests"), at=now())


def _form(**data):
    return PostForm(data)


def test_it_begins_with_a_text_and_a_button():
    page = str(PostForm()["post"])
    assert 'name="post_text"' in page and 'name="post_search"' in page and 'type="radio"' not in page
    assert "/occupations/?name=post" in page


def test_without_javascript_the_button_lists_what_answers_and_says_to_pick():
    form = _form(post_text="soudeuse", post_search="1")
    assert not form.is_valid() and form.errors["post"] == ["Choisissez l’une des professions trouvées."]
    page = str(form["post"])
    assert 'value="soudeuse"' in page and 'name="post_asked" value="soudeuse"' in page
    assert page.count('type="radio"') == 2 and "checked" not in page


def test_what_is_picked_is_the_occupation():
    form = _form(post="72106", post_text="soudeuse", post_asked="soudeuse")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["post"] == Occupation.objects.get(code="72106")
    assert str(form["post"]).count("checked") == 1


def test_enter_elsewhere_presses_the_button_and_changes_nothing_picked():
    assert _form(post="72106", post_text="soudeuse", post_asked="soudeuse", post_search="1").is_valid()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Ce renseignement est demandé."),
        ({"post_text": "  "}, "Ce renseignement est demandé."),
        ({"post_text": "soudeuse"}, "Choisissez l’une des professions trouvées."),
        # Typed anew after a choice: the former does not answer it.
        (
            {"post": "72106", "post_text": "serveuse", "post_asked": "soudeuse"},
            "Choisissez l’une des professions trouvées.",
        ),
        ({"post_text": "xqzwk"}, "Aucune profession ne répond à ces mots. Essayez-en un autre."),
        ({"post": "99999", "post_text": "x", "post_asked": "x"}, "Choisissez l’une des professions trouvées."),
        ({"post": "\0", "post_text": "x", "post_asked": "x"}, "Choisissez l’une des professions trouvées."),
    ],
)
def test_what_is_not_picked_is_refused_and_nothing_typed_is_lost(data, told):
    form = _form(**data)
    assert form.errors["post"] == [told]
    assert f'value="{data.get("post_text", "").strip()}"' in str(form["post"])


def test_one_that_left_the_classification_is_not_picked():
    Occupation.objects.filter(code="72106").update(is_current=False)
    assert not _form(post="72106", post_text="soudeuse", post_asked="soudeuse").is_valid()


def test_it_may_stay_without_answer():
    class Free(forms.Form):
        post = OccupationField(required=False)

    form = Free({})
    assert form.is_valid() and form.cleaned_data["post"] is None


def test_a_form_begins_with_what_is_known_and_knows_what_changed():
    welder = Occupation.objects.get(code="72106")
    shown = str(PostForm(initial={"post": welder})["post"])
    assert 'value="Soudeurs/soudeuses"' in shown and shown.count("checked") == 1
    picked = {"post_text": "x", "post_asked": "x"}
    assert not PostForm({"post": "72106"} | picked, initial={"post": welder}).has_changed()
    assert PostForm({"post": "65200"} | picked, initial={"post": welder}).has_changed()


def test_the_choices_come_while_one_types(client):
    signed_in(client, user_as("integration_agent"))
    page = client.get("/occupations/", {"name": "post", "post_text": "soudeuse"}).content.decode()
    assert page.count('name="post"') == 2 and 'name="post_asked" value="soudeuse"' in page
    assert "2 professions trouvées" in page.replace("\u00a0", " ") and "<html" not in page
    english = client.get("/occupations/", {"q": "welder"}, headers={"accept-language": "en"}).content.decode()
    assert 'name="occupation"' in english


def test_what_is_typed_is_never_markup(client):
    signed_in(client, user_as("integration_agent"))
    page = client.get("/occupations/", {"q": "<script>x</script>", "name": '"><script>'}).content.decode()
    assert "<script" not in page and 'name="occupation_asked"' in page
    assert "Aucune profession ne répond à ces mots" in page
