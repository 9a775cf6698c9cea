import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from ancrage.ui import forms
from tests.ui.conftest import flat

TOWNS = [("1", "Rimouski"), ("2", "Saint-Fabien"), ("3", "Sainte-Luce (La Mitis)")]


def town(**kwargs):
    return forms.ComboboxField(label="Municipalité", options=lambda: TOWNS, **kwargs)


@pytest.mark.parametrize("typed", ["Rimouski", " rimouski ", "RIMOUSKI"])
def test_a_name_of_the_list_gives_its_key(typed):
    assert town().clean(typed) == "1"


def test_accents_and_punctuation_do_not_matter():
    assert town().clean("sainte luce, la mitis") == "3"
    assert town().clean("saint fabien") == "2"


def test_a_near_name_is_proposed():
    with pytest.raises(ValidationError, match="Vouliez-vous dire Rimouski"):
        town().clean("Rimousky")
    with pytest.raises(ValidationError, match="Choisissez un nom de la liste"):
        town().clean("Kuujjuaq")


def test_the_name_is_shown_for_a_stored_key():
    class Place(forms.Form):
        town = town(required=False)

    html = flat(Place(initial={"town": "2"})["town"])
    assert 'value="Saint-Fabien"' in html
    assert '<option value="Rimouski"></option>' in html
    assert 'list="id_town_liste"' in html
    assert '<datalist id="id_town_liste">' in html


def test_many_names_are_asked_while_typing():
    class Place(forms.Form):
        town = town(widget=forms.ComboboxWidget(source="/noms/"))

    html = flat(Place()["town"])
    assert 'data-source="/noms/"' in html
    assert "<option" not in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("418 555-0142", "+14185550142"), ("+33 6 12 34 56 78", "+33612345678"), ("(418) 555.0142", "+14185550142")],
)
def test_phones_are_kept_one_way(typed, kept):
    assert forms.PhoneField().clean(typed) == kept


@given(
    st.builds(
        "{}{}{}{}{}{}{}{}".format,
        st.sampled_from(["", "+1", "1", "+1 ", "1-"]),
        st.sampled_from(["", "("]),
        st.from_regex("[1-9][0-9]{2}", fullmatch=True),
        st.sampled_from(["", ")"]),
        st.sampled_from(["", " ", "-", "."]),
        st.from_regex("[0-9]{3}", fullmatch=True),
        st.sampled_from(["", " ", "-", "."]),
        st.from_regex("[0-9]{4}", fullmatch=True),
    )
)
def test_a_usual_phone_is_read_as_the_library_reads_it(typed):
    number = phonenumbers.parse(typed, "CA")
    if phonenumbers.is_possible_number(number):
        assert forms.PhoneField().clean(typed) == phonenumbers.format_number(number, PhoneNumberFormat.E164)
    else:
        with pytest.raises(ValidationError):
            forms.PhoneField().clean(typed)


@pytest.mark.parametrize("typed", ["555", "pas de téléphone", "+", "418 555-0142 418 555-0142"])
def test_a_broken_phone_is_answered(typed):
    with pytest.raises(ValidationError, match="Écrivez un numéro complet"):
        forms.PhoneField().clean(typed)


@pytest.mark.parametrize(("typed", "value"), [("oui", True), ("non", False), ("", None)])
def test_yes_no(typed, value):
    assert forms.YesNoField(required=False).clean(typed) is value


def test_yes_no_shows_what_is_stored():
    class Asked(forms.Form):
        known = forms.YesNoField(label="Connue")

    html = flat(Asked(initial={"known": False})["known"])
    assert html.count("checked") == 1
    assert "checked" in html.split('value="non"')[1]
