from typing import Any

import pytest
from django.template import Context, TemplateDoesNotExist, engines

from ancrage.ui.inclusion import PlainInclusion


@pytest.fixture
def rendered() -> Any:
    def render(source: str, **values: Any) -> str:
        return engines["django"].from_string(source).render(values)

    return render


def test_what_is_given_stays_inside(rendered: Any) -> None:
    source = '{% include "inclusion/line.html" with name="Nour" %}|{{ name }}|{{ kept }}'
    assert rendered(source, name="Ana").split() == ["Nour:Nour", "|Ana|"]


def test_only_what_is_given_is_seen(rendered: Any) -> None:
    assert rendered('{% include "inclusion/line.html" only %}', name="Ana").strip() == ":"


def test_at_each_line(rendered: Any) -> None:
    source = '{% for name in names %}{% include "inclusion/line.html" %}{% endfor %}'
    assert rendered(source, names=["Ana", "Bo"]).split() == ["Ana:Ana", "Bo:Bo"]


def test_blocks_are_its_own(rendered: Any) -> None:
    source = '{% block name %}dehors{% endblock %} {% include "inclusion/blocks.html" %}'
    assert rendered(source).split() == ["dehors", "dedans"]


def test_a_name_that_varies_is_left_to_django(rendered: Any) -> None:
    assert rendered("{% include which %}", which="inclusion/line.html", name="Ana").strip() == "Ana:Ana"
    nodes = engines["django"].from_string('{% include which %}{% include "inclusion/line.html" %}').template.nodelist
    assert [isinstance(node, PlainInclusion) for node in nodes] == [False, True]


def test_what_does_not_exist_is_told() -> None:
    template = engines["django"].from_string('{% include "inclusion/nowhere.html" %}')
    with pytest.raises(TemplateDoesNotExist):
        template.template.render(Context())
