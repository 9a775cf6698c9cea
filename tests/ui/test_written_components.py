"""Components written fast say what the library says, in every use the gallery makes of them."""

import re

import pytest
from django_cotton.templatetags._component import CottonComponentNode

from ancrage.ui.components import Component
from ancrage.ui.forms.gallery import samples
from tests.ui.test_components import TODAY


def test_the_gallery_is_the_one_of_the_library(draw_page, monkeypatch):
    def gallery():
        return re.sub(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}", "jeton", draw_page("ui/gallery.html", **samples(TODAY, None)))

    ours, again = gallery(), gallery()
    monkeypatch.setattr(Component, "render", CottonComponentNode.render)
    assert ours == again == gallery()
    assert ours.count("an-badge") > 5


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('<c-badge :state="state">{{ words }}</c-badge>', '<span class="an-badge is-ok">Fait &amp; dit</span>'),
        ('<c-badge state="{{ state }}">{{ words }}</c-badge>', '<span class="an-badge is-ok">Fait &amp; dit</span>'),
        ('<c-badge :state="nothing">Non</c-badge>', '<span class="an-badge">Non</span>'),
    ],
)
def test_values_are_those_of_the_page(draw, source, said):
    for _ in range(2):
        assert draw(source, state="ok", words="Fait & dit", nothing="") == said


def test_a_slot_of_a_component_inside_another_goes_to_its_own(draw):
    html = draw(
        '<c-row title="Dehors"><c-slot name="actions"><c-row title="Dedans">'
        '<c-slot name="badge">Insigne</c-slot></c-row></c-slot></c-row>'
    )
    assert html.index("Dehors") < html.index("Insigne") < html.index("Dedans")


def test_attributes_the_component_does_not_name_pass_through(draw):
    html = draw('<c-button href="/" :hx-get="to" data-x>Là</c-button>', to='/là/?a=1&b=2" onclick="')
    assert 'hx-get="/là/?a=1&amp;b=2&quot; onclick=&quot;" data-x>' in html
