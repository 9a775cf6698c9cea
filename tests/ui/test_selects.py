"""A list of choices is written as Django's own template writes it."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

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
