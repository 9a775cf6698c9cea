"""A body settled says the same as it did, for whatever is not known beforehand."""

from itertools import product
from typing import Any

import pytest
from django.template import Context, Template
from django.template.defaulttags import IfNode

from ancrage.ui.loading import hasten
from ancrage.ui.settling import settled

BODIES = (
    "{% if kind %}[{{ kind }}]{% endif %}{% if free %}{{ free }}{% else %}rien{% endif %}",
    "{% if free %}a{% elif kind == 'x<' %}b{{ kind }}{% else %}c{% endif %}",
    "{% if not empty %}{% if free and kind %}d{% endif %}{% if kind == 'x<' or free %}e{% endif %}{% endif %}",
    "{% if empty %}f{% elif free %}g{% endif %}{% if free %}{% if kind %}{{ kind|upper }}{% endif %}{% endif %}",
    "{% for kind in free %}{{ kind }}{% endfor %}{% with kind=free %}{{ kind }}{% endwith %}{% if absent %}h{% endif %}",
)
KNOWN: dict[str, Any] = {"kind": "x<", "empty": ""}


@pytest.mark.parametrize(("body", "free"), list(product(BODIES, ["", "yz"])))
def test_the_same_with_less_to_render(body: str, free: str) -> None:
    template = Template(body)
    values = Context({**KNOWN, "free": free})
    expected = template.render(values)
    hasten(template.nodelist)
    less = settled(template.nodelist, KNOWN)
    with values.bind_template(template):
        assert less.render(values) == expected
    assert template.render(values) == expected, "the template itself is left as it was"


def test_what_is_known_asks_nothing_more() -> None:
    template = Template("{% if kind == 'x<' %}<i>{{ kind }}</i>{% endif %}{% if empty %}non{% endif %}")
    hasten(template.nodelist)
    less = settled(template.nodelist, KNOWN)
    assert not less.get_nodes_by_type(IfNode)
    assert less.render(Context()) == "<i>x&lt;</i>"
