"""The message catalogues, by Babel: msgids are the French sentences of the code and templates."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from ancrage.core.glossary import read_terms

SOURCES = Path(__file__).resolve().parents[1]
LOCALE = SOURCES / "locale"
LANGUAGES = ("fr", "en")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_now": None,
    "said": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
UNSTABLE = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-Msgid-Bugs-To',
    b'"Generated-By',
    b'"Project-Id-Version',
)


def update() -> None:
    """Bring both catalogues up to date with the sources. What is translated stays; what left the sources goes."""
    for language in LANGUAGES:
        catalog = _read(language)
        catalog.update(_extracted(), no_fuzzy_matching=True)
        if language == "fr":
            _answer_itself(catalog)
        path = _po(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_written(catalog))


def compile_all() -> None:
    """Write the binary catalogues that Django reads; they are never committed."""
    for language in LANGUAGES:
        if _po(language).exists():
            with _po(language).with_suffix(".mo").open("wb") as file:
                write_mo(file, _read(language))


def missing() -> list[str]:
    """What English still lacks, one message a line."""
    return [str(message.id) for message in _messages(_read("en")) if not _is_translated(message)]


def problems() -> list[str]:
    """Why the catalogues may not ship: empty when all is well."""
    wanted = {_key(message) for message in _messages(_extracted())}
    found: list[str] = []
    for language in LANGUAGES:
        catalog = _read(language)
        held = {_key(message) for message in _messages(catalog)}
        found += [f"{language}: not in the catalogue, run `make messages`: {key}" for key in sorted(wanted - held)]
        found += [f"{language}: no longer in the sources, run `make messages`: {key}" for key in sorted(held - wanted)]
        for message in _messages(catalog):
            if message.fuzzy or not _is_translated(message):
                found.append(f"{language}: to translate: {_key(message)}")
            found += [f"{language}: {error}: {_key(message)}" for error in message.check(catalog)]
    return found


def _extracted() -> Catalog:
    catalog = Catalog(domain="django", fuzzy=False)
    for path in sorted(SOURCES.rglob("*.py")):
        if "migrations" not in path.parts:
            _add(catalog, path, path.read_text())
    for path in sorted(SOURCES.rglob("*.html")):
        python = templatize(path.read_text(), origin=str(path))
        # Babel's reader of Python refuses the indentation that templatize keeps.
        _add(catalog, path, "\n".join(line.strip() for line in python.split("\n")))
    glossary = SOURCES.parents[1] / "docs" / "glossaire.md"
    for term in read_terms(glossary.read_text() if glossary.exists() else ""):
        for said in (term.words, term.meaning):
            catalog.add(said, locations=[(glossary.name, 1)])
    return catalog


def _add(catalog: Catalog, path: Path, source: str) -> None:
    options = {"encoding": "utf-8"}
    for line, message, _, context in extract("python", BytesIO(source.encode()), KEYWORDS, [], options):
        catalog.add(message, locations=[(str(path.relative_to(SOURCES.parent)), line)], context=context)


def _read(language: str) -> Catalog:
    path = _po(language)
    if not path.exists():
        # A fuzzy header would make the whole file be skipped in silence.
        return Catalog(locale=language, domain="django", project="Ancrage", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def _written(catalog: Catalog) -> bytes:
    """The catalogue as text, without the dates and names that would change it at every run."""
    catalog.header_comment = ""
    file = BytesIO()
    write_po(file, catalog, width=120, ignore_obsolete=True, sort_output=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNSTABLE)).lstrip(b"\n")


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _answer_itself(catalog: Catalog) -> None:
    """French is the msgid; written out, so that French rules choose between its plurals."""
    for message in _messages(catalog):
        if not _is_translated(message):
            message.string = message.id
            message.flags.discard("fuzzy")


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(strings) and all(strings)


def _key(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}: {text}" if message.context else text
