import re

import pytest
from django import forms as django_forms
from django.http import QueryDict
from django.utils import translation

from ancrage.ui import forms
from ancrage.ui.forms.gallery import WRONG, SampleForm, _as_post
from ancrage.ui.resubmission import MARK
from tests.ui.conftest import flat


def wrong() -> SampleForm:
    return SampleForm(_as_post(WRONG.items()))


class Simple(forms.Form):
    name = django_forms.CharField(label="Nom", help_text="Comme sur le passeport.")
    note = django_forms.CharField(label="Note", required=False, widget=django_forms.Textarea)
    count = django_forms.IntegerField(label="Nombre", required=False)
    email = django_forms.EmailField(label="Courriel", required=False)


def test_the_summary_links_to_each_field():
    html = flat(wrong())
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert targets == ["id_town", "id_born_0", "id_permit_until", "id_interpreter_0", "id_agreed"]
    for target in targets:
        assert f'id="{target}"' in html
    assert 'role="alert"' in html
    assert "5 renseignements sont à corriger" in html
    assert "Avez-vous besoin d’un interprète? Choisissez une réponse." in html


def test_each_error_is_beside_its_field_and_announced():
    html = flat(wrong())
    assert re.search(r'<input type="text" name="town" value="Rimousky"[^>]*aria-invalid="true"', html)
    assert re.search(r'name="town"[^>]*aria-describedby="id_town_error"', html)
    assert '<p class="an-error" id="id_town_error">' in html
    assert re.search(r'<fieldset class="an-field is-invalid" id="id_born" aria-describedby="id_born_error">', html)
    assert "Le 30 février n’existe pas." in html


def test_what_was_typed_is_still_there():
    html = flat(wrong())
    for value in ("Rimousky", "31/03/2021", "30", "1987", "Préfère être jointe le matin."):
        assert value in html
    assert html.count("checked") == 3


def test_help_comes_before_and_is_announced():
    html = flat(Simple())
    assert html.index("Comme sur le passeport.") < html.index('name="name"')
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<label for="id_name">Nom</label>' in html
    assert '<label for="id_note">Note<span class="an-opt">(facultatif)</span></label>' in html
    assert "required" not in html


def test_filters_do_not_say_what_is_optional():
    class Filters(forms.FilterForm):
        name = django_forms.CharField(label="Nom", required=False)

    assert "facultatif" not in str(Filters())


def test_a_form_of_a_library_is_drawn_the_same():
    class Theirs(django_forms.Form):
        login = django_forms.CharField(label="Compte")
        keep = django_forms.BooleanField(label="Rester", required=False)

    html = flat(Theirs({}))
    assert 'class="an-input"' in html
    assert 'class="qc-choicefield"' in html
    assert '<a href="#id_login">' in html


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("name", "", "Ce renseignement est demandé."),
        ("name", "a\x00b", "Ce texte contient un caractère invisible qui ne peut pas être gardé. Récrivez-le."),
        ("name", "a" * 20_001, "Écrivez au plus 20000 caractères (il y en a 20001)."),
        ("count", "9" * 20, "Écrivez au plus 2147483647."),
        ("count", "deux", "Écrivez un nombre entier, en chiffres."),
        ("email", "nom@", "Écrivez une adresse complète, comme nom@exemple.ca."),
    ],
)
def test_bad_input_is_answered_in_our_words(field, value, answer):
    form = Simple({"name": "Ana", field: value})
    assert form.errors == {field: [answer]}


def test_a_message_written_for_a_field_is_kept():
    class Own(forms.Form):
        name = django_forms.CharField(error_messages={"required": "Comment l’appeler?"})

    assert Own({}).errors == {"name": ["Comment l’appeler?"]}


def test_a_refusal_of_the_whole_form_comes_first_without_link():
    form = Simple({"name": ""})
    form.is_valid()
    form.add_error(None, "La personne n’a pas consenti.")
    html = flat(form)
    assert "<li>La personne n’a pas consenti.</li>" in html
    assert html.index("consenti") < html.index("#id_name")


def test_sections_are_fieldsets_and_hold_every_field():
    html = flat(SampleForm())
    assert "<legend><h2>La personne</h2></legend>" in html
    assert {name for name in SampleForm.base_fields if f'name="{name}' in html} == set(SampleForm.base_fields)


def test_a_field_outside_every_section_is_still_shown():
    class Partial(forms.Form):
        sections = (forms.Section("Une partie", ("first", "absent")),)
        first = django_forms.CharField()
        second = django_forms.CharField()

    html = flat(Partial())
    assert html.index("Une partie") < html.index('name="first"') < html.index('name="second"')


def test_fields_that_came_back_wait_to_be_saved():
    form = Simple(QueryDict(f"name=Ana&{MARK}=1"))
    assert not form.is_valid()
    assert "Vos renseignements sont revenus." in flat(form)
    assert 'value="Ana"' in flat(form)
    assert Simple(QueryDict("name=Ana")).is_valid()


def test_choices_explain_themselves():
    html = flat(SampleForm()["mode"])
    assert '<span class="an-hint">Point de services de Rimouski, salle B</span>' in html


def test_the_form_component(draw):
    html = draw(
        '<c-form :form="form" submit="Envoyer" cancel="/" draft="/brouillon/" saved="Gardé" card />',
        form=Simple(),
        csrf_token="jeton-du-formulaire",
    )
    assert 'data-draft="/brouillon/" data-guard' in html
    assert "jeton-du-formulaire" in html
    assert re.search(r'<button class="qc-button qc-primary qc-compact" type="submit">Envoyer</button>', html)
    assert html.count("<form") == 1
    assert 'name="email"' in html


def test_a_form_laid_out_by_hand_keeps_its_summary(draw):
    html = draw(
        '<c-form :form="form" bare><c-field :field="form.name" /></c-form>', form=Simple({}), csrf_token="jeton"
    )
    assert html.count("data-errors") == 1
    assert html.count('name="name"') == 1
    assert 'name="note"' not in html


def test_english_keeps_the_shape():
    with translation.override("en"):
        assert flat(wrong()).count('class="an-error"') == 5
