"""French sentences keep together what a line must not part: « Avis : 3 », « 85 % », « 9 h 30 »."""

import re
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "src" / "ancrage" / "ui"
SENTENCES = re.compile(
    r'\{% translate "([^"]*)"|\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}|\b_\(\s*"([^"]*)"|gettext_lazy\(\s*"([^"]*)"',
    re.DOTALL,
)
PARTED = re.compile(r"\w :(?=\s|$)|« | »|\d (%(?!\()|\$|h\b)|\w [?!;]")


def parted(text: str) -> list[str]:
    sentences = ("".join(groups) for groups in SENTENCES.findall(text))
    return [sentence for sentence in sentences if PARTED.search(sentence)]


def test_nothing_is_parted():
    files = [*UI.rglob("*.html"), *UI.rglob("*.py")]
    assert not {str(path.relative_to(UI)): found for path in files if (found := parted(path.read_text()))}


def test_a_parted_sentence_is_seen():
    assert parted('{% translate "Cible : 85 %" %}')
    assert parted('_("Vraiment ?")')
    assert not parted('_("Cible\u00a0: 85\u00a0%")')
