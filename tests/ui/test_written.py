"""A list of choices is written as Django's own template writes it."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from ancrage.ui import forms as ui
from ancrage.ui.forms import FormRenderer

HOSTILE = """<b>"L'Ange" & fils</b>"""


def written(widget: forms.Select, value: object, renderer: TemplatesSetting) -> str:
    return re.sub(
        r"\s+", " ", widget.render("ville", value, {"id": "v", "required": True, "disabled": False}, renderer)
    )


@pytest.mark.parametrize("value", ["", "b", None, HOSTILE, 3])
@pytest.mark.parametrize(
    "choices",
    [
        [],
        [("", "—"), ("a", "Amqui"), ("b", "Le Bic"), (3, "Trois")],
        [("", HOSTILE), (HOSTILE, HOSTILE)],
        [("Bas-Saint-Laurent", [("a", "Amqui"), ("b", HOSTILE)]), (HOSTILE, [("c", "Gaspé")]), ("d", "Ailleurs")],
    ],
)
def test_it_reads_as_the_template_does(choices, value) -> None:
    for widget in (forms.Select(choices=choices), forms.SelectMultiple(choices=choices)):
        chosen = [value] if isinstance(widget, forms.SelectMultiple) else value
        assert written(widget, chosen, FormRenderer()) == written(widget, chosen, TemplatesSetting())


def test_radios_and_checkboxes_say_what_they_hold_and_nothing_it_could_break() -> None:
    choices = [("a", "Amqui"), (HOSTILE, HOSTILE), ("Ailleurs", [("c", "Gaspé")])]
    radios = ui.Radios(hints={"a": HOSTILE}, inline=True)
    boxes = ui.Checkboxes()
    for widget in (radios, boxes):
        widget.choices = choices
    shown = radios.render("ville", "a", {"id": "v"}, FormRenderer())
    ticked = boxes.render("ville", ["a", "c"], {"id": "v", "disabled": True}, FormRenderer())
    assert 'class="an-choices an-choices--duo"' in shown
    assert (
        '<label class="qc-choicefield-label" for="v_0"><input type="radio" name="ville" value="a" id="v_0" checked>'
        in shown
    )
    assert ticked.count(" checked") == 2
    assert ticked.count(" disabled") == 3
    assert '<p class="an-label an-sm an-mb0">Ailleurs</p>' in ticked
    for written in (shown, ticked):
        assert "<b>" not in written
        assert "&lt;b&gt;&quot;L&#x27;Ange&quot; &amp; fils&lt;/b&gt;" in written


@pytest.mark.parametrize("value", ["", None, HOSTILE, 3])
@pytest.mark.parametrize("kind", [forms.TextInput, forms.EmailInput, forms.NumberInput, forms.HiddenInput])
def test_a_line_to_fill_reads_as_the_template_does(kind, value) -> None:
    widget, attrs = kind({"type": "tel"} if kind is forms.TextInput else {}), {"id": HOSTILE, "required": True}
    ours, theirs = (widget.render("nom", value, attrs, renderer) for renderer in (FormRenderer(), TemplatesSetting()))
    assert ours == theirs.strip()
