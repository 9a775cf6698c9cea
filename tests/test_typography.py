"""French keeps together what a line must not part: « Avis : 3 », « 85 % », « 9 h 30 »; « Vraiment? » has no space."""

import re

import pytest

from ancrage.config import catalogues
from tests.sources import place, templates

PARTED = re.compile(r"\S :(?=\s|$)|^ :|« | »|\d (?:%(?![(sd])|\$|h\b)|\S[ \u00a0\u202f]+[;!?](?=[\s»”)]|$)")
ASIDE = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}|\{%.*?%\}|\{#.*?#\}",
    re.DOTALL,
)
ELEMENTS = re.compile(r"<[^>]*>")
VALUES = re.compile(r"\{\{.*?\}\}")


def said() -> set[str]:
    """Every sentence of the code and templates, plurals apart."""
    found = set()
    for message in catalogues._messages(catalogues._extracted()):
        found |= {message.id} if isinstance(message.id, str) else set(message.id)
    return found


def between_tags(html: str) -> str:
    """What a template writes outside of its sentences."""
    return ELEMENTS.sub("\n", ASIDE.sub("\n", VALUES.sub("X", html)))


def test_no_sentence_is_parted():
    assert not sorted(sentence for sentence in said() if PARTED.search(sentence))


def test_nothing_between_sentences_is_parted():
    written = {place(path, 1): between_tags(path.read_text()) for path in templates()}
    assert not {where: found for where, text in written.items() if (found := PARTED.findall(text))}


@pytest.mark.parametrize(
    "sentence", ["Avis : 3", " : ", "85 %", "« oui »", "Vraiment ?", "Vraiment\u00a0?", "un ; deux", "à 9 h", "Enfin :"]
)
def test_a_parted_sentence_is_seen(sentence):
    assert PARTED.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Avis\u00a0: 3",
        "Cible\u00a0: 85\u00a0%",
        "«\u00a0oui\u00a0»",
        "Vraiment?",
        "un; deux",
        "%(n)d %(what)s",
        "14:30",
    ],
)
def test_a_whole_sentence_passes(sentence):
    assert not PARTED.search(sentence)
