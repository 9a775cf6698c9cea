from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ('{% translate "Dossiers" %}', "Files"),
        ('{% translate "Notes" context "dossier" %}', "Notes"),
        ('{% translate "Dossiers" as words %}[{{ words }}]', "[Files]"),
        ("{% translate words %}", "Files"),
        ('{% translate "Dossiers" noop %}', "Dossiers"),
        ('{% translate "<b>100 % à nous</b>" %}', "<b>100 % à nous</b>"),
        ('{% translate "Dossiers"|upper %}', "FILES"),
    ],
)
def test_said_in_the_language_of_the_moment(source: str, english: str) -> None:
    template = Template(source)
    for language, expected in (("en", english), ("fr", Template(source).render(Context({"words": "Dossiers"})))):
        with override(language):
            assert template.render(Context({"words": "Dossiers"})) == expected


def test_an_hour_that_ends_a_sentence_has_one_point() -> None:
    template = Template("{% blocktranslate with at=at|moment %}Changé le {{ at }}.{% endblocktranslate %}")
    at = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
    with override("en"):
        assert template.render(Context({"at": at})).endswith("8\u00a0a.m.")
        assert ".." not in template.render(Context({"at": at}))
