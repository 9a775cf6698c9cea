"""Loaded templates say what Django's own would, in each language; only the way to it is shorter."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.template import Context, Engine, Template, engines
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from ancrage.ui.loading import hasten
from ancrage.ui.translation import PlainTranslation
from ancrage.ui.variables import Path, Value

PERSON = SimpleNamespace(
    name="L’Écuyer <Nour>",
    bold=mark_safe("<b>gras</b>"),
    age=1234,
    key=UUID(int=7),
    greet=lambda: "bonjour",
    tags={"first": "a", "items": "mine"},
    numbers=[3, 4],
    nothing=None,
)


@pytest.mark.parametrize(
    "source",
    [
        "{{ person.name }}|{{ person.bold }}|{{ person.age }}|{{ person.key }}|{{ person.nothing }}",
        "{{ person.greet }}|{{ person.tags.first }}|{{ person.tags.items }}|{{ person.numbers.1 }}|{{ loop.0 }}",
        "{{ person.name|upper }}|{{ person.age|add:other }}|{{ 'mots'|default:person.name }}",
        "{% if person.age > other and not person.nothing %}oui{% endif %}{% if absent %}non{% endif %}",
        "{% for number in person.numbers %}{{ forloop.counter }}{{ forloop.first }}{{ number }},{% endfor %}",
        "{% with who=person.name %}{{ who }}{% endwith %}{% autoescape off %}{{ person.name }}{% endautoescape %}",
        '{% translate "Dossiers" %} {% blocktranslate with n=person.name %}Bonjour {{ n }}.{% endblocktranslate %}',
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_page(source: str, language: str) -> None:
    values = {"person": PERSON, "other": 5, "loop": ("x",)}
    with override(language):
        plain, hastened = Template(source), Template(source)
        hasten(hastened.nodelist)
        assert hastened.render(Context(values)) == plain.render(Context(values))


def test_what_is_missing_is_as_missing_as_before() -> None:
    engine = Engine(string_if_invalid="il manque %s")
    for source in ("{{ absent }}", "{{ person.absent.name }}", "{{ person.tags.absent }}"):
        template = engine.from_string(source)
        hasten(template.nodelist)
        assert template.render(Context({"person": PERSON})).startswith("il manque")


def test_a_template_is_settled_in_each_language() -> None:
    engine = engines["django"]
    said = {}
    for language in ("fr", "en", "fr"):
        with override(language):
            template: Any = engine.get_template("ui/theme.html")
            said[language] = template.render({"page_path": "/"})
            assert not template.template.nodelist.get_nodes_by_type(PlainTranslation)
            values = template.template.nodelist.get_nodes_by_type(Value)
            assert values[0].filter_expression.var.__class__ is Path
    assert "Apparence sombre" in said["fr"]
    assert "Apparence sombre" not in said["en"]


def test_the_token_is_the_same_in_every_form_of_a_page_and_of_no_other() -> None:
    source = "{% csrf_token %}{% for n in 'ab' %}{% csrf_token %}{% endfor %}"
    template = engines["django"].from_string(source)
    one, other = (template.render({}, RequestFactory().get("/")) for _page in range(2))
    fields = set(re.findall(r"<input[^>]*>", one))
    assert len(fields) == 1 and one.count("<input") == 3
    assert not fields & set(re.findall(r"<input[^>]*>", other))
