import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ancrage.config import catalogues

TEMPLATE = """
{% translate "Bonjour" %}
  {% blocktranslate trimmed count n=n %}
    {{ n }} dossier
  {% plural %}
    {{ n }} dossiers
  {% endblocktranslate %}
<c-badge label="{% translate 'Ouvert' context 'état' %}">{{ value|default:_("inconnu") }}</c-badge>
"""
PYTHON = """
from django.utils.translation import gettext_lazy as _, pgettext

class A:
    name = _("Région")
    other = pgettext("mois", "mai")
"""


@pytest.fixture(autouse=True)
def _sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "ancrage"
    (package / "templates").mkdir(parents=True)
    (package / "templates" / "page.html").write_text(TEMPLATE)
    (package / "models.py").write_text(PYTHON)
    monkeypatch.setattr(catalogues, "SOURCES", package)
    monkeypatch.setattr(catalogues, "LOCALE", package / "locale")


def translate(language: str, **answers: str) -> None:
    path = catalogues.LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog:
        if message.id:
            message.string = (
                ("%(n)s file", "%(n)s files") if message.pluralizable else answers.get(str(message.id), "x")
            )
    path.write_bytes(catalogues._written(catalog))


def test_every_kind_of_sentence_is_found() -> None:
    found = {catalogues._key(message) for message in catalogues._messages(catalogues._extracted())}
    assert found == {"Bonjour", "%(n)s dossier", "état: Ouvert", "inconnu", "Région", "mois: mai"}


def test_french_answers_itself_and_english_is_asked_for() -> None:
    catalogues.update()
    assert len(catalogues.missing()) == 6
    assert {problem.split(":")[0] for problem in catalogues.problems()} == {"en"}
    translate("en")
    assert catalogues.problems() == []


def test_a_new_sentence_and_a_lost_one_are_told() -> None:
    catalogues.update()
    translate("en")
    (catalogues.SOURCES / "models.py").write_text('_("Ville")')
    told = "\n".join(catalogues.problems())
    assert "not in the catalogue, run `make messages`: Ville" in told
    assert "no longer in the sources, run `make messages`: Région" in told


def test_a_translation_that_loses_a_value_is_told() -> None:
    (catalogues.SOURCES / "models.py").write_text('_("%(n)s jours")')
    catalogues.update()
    translate("en", **{"%(n)s jours": "%(days)s days"})
    assert any("placeholder" in problem for problem in catalogues.problems())


def test_an_update_changes_nothing_by_itself_and_keeps_translations() -> None:
    catalogues.update()
    translate("en", Bonjour="Hello")
    before = catalogues._po("en").read_bytes()
    catalogues.update()
    assert catalogues._po("en").read_bytes() == before
    assert b'msgstr "Hello"' in before
    assert b"POT-Creation-Date" not in before


def test_the_compiled_catalogue_is_read_by_django() -> None:
    catalogues.update()
    translate("en", Bonjour="Hello")
    catalogues.compile_all()
    from gettext import GNUTranslations

    with catalogues._po("en").with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Bonjour") == "Hello"


def test_every_name_under_which_sentences_are_said_is_read() -> None:
    aliases = re.compile(r"import n?gettext(?:_lazy|_noop)? as (\w+)")
    used = {name for path in catalogues.SOURCES.rglob("*.py") for name in aliases.findall(path.read_text())}
    assert used <= catalogues.KEYWORDS.keys()
