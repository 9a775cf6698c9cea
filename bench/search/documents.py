"""What the others index: the words of each service, in both languages, as its page says them."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bench.search.judgements import HERE

ROOT = HERE.parents[1] / "src" / "ancrage"
MAIN = ("name", "alternate_name", "description", "organization", "short_name")
REST = (
    "domains", "publics", "modes", "languages", "areas", "places", "schedule", "fee", "eligibility", "documents",
    "application",
)  # fmt: skip
FIELDS = {"main": MAIN, "all": (*MAIN, *REST)}
WORDS = {
    "publics": {
        "tous": ("tout le monde", "everyone"),
        "adultes": ("adultes", "adults"),
        "jeunes": ("jeunes", "youth"),
        "enfants": ("enfants", "children"),
        "familles": ("familles", "families"),
        "femmes": ("femmes", "women"),
        "aines": ("aînés", "seniors"),
        "refugies": ("personnes réfugiées", "refugees"),
        "demandeurs-asile": ("personnes demandant l’asile", "asylum seekers"),
        "travailleurs": ("travailleuses et travailleurs", "workers"),
        "etudiants": ("étudiantes et étudiants", "students"),
        "entreprises": ("entreprises", "businesses"),
        "handicap": ("personnes handicapées", "people with disabilities"),
        "lgbtq": ("personnes LGBTQ+", "LGBTQ+ people"),
    },
    "modes": {
        "in_person": ("sur place", "in person"),
        "phone": ("téléphone", "phone"),
        "video": ("à distance", "online"),
    },
    "languages": {
        "fr": ("français", "French"),
        "en": ("anglais", "English"),
        "es": ("espagnol", "Spanish"),
        "ar": ("arabe", "Arabic"),
        "uk": ("ukrainien", "Ukrainian"),
        "sw": ("swahili", "Swahili"),
        "fa": ("persan", "Persian"),
    },
    "areas": {"region": ("Bas-Saint-Laurent", "Bas-Saint-Laurent")},
}


@dataclass(frozen=True)
class Document:
    key: str
    french: dict[str, str]
    english: dict[str, str]

    def text(self, fields: str, languages: str) -> str:
        """The words of ``fields`` ("main" or "all") in ``languages`` ("fr", "en" or "both")."""
        said = [self.french] * (languages != "en") + [self.english] * (languages != "fr")
        return "\n".join(words[field] for words in said for field in FIELDS[fields] if words[field])


def documents() -> list[Document]:
    return [_document(row) for row in _rows("demo/world/services")]


def _document(row: dict[str, str]) -> Document:
    body = _by_key("demo/world/organizations")[row["org"]]
    known = {"domains": _domains(), **WORDS}
    french: dict[str, str] = {"organization": body["name"], "short_name": body["short_name"], "places": _places(row)}
    english = {**french, "organization": body["name_en"]}
    for field, words in known.items():
        codes = row[field].split("|")
        french[field], english[field] = (", ".join(words.get(code, (code, code))[n] for code in codes) for n in (0, 1))
    for field in (
        "name",
        "alternate_name",
        "description",
        "schedule",
        "fee",
        "eligibility",
        "documents",
        "application",
    ):
        french[field] = row[field].replace("|", ", ")
        english[field] = row.get(f"{field}_en") or ""
    return Document(row["key"], french, english)


def _places(row: dict[str, str]) -> str:
    places = _by_key("demo/world/locations")
    keys = row["locations"].split("|") if row["locations"] else _first_places()[row["org"]][:1]
    return ", ".join(dict.fromkeys(places[key][name] for key in keys for name in ("name", "municipality")))


@cache
def _first_places() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, row in _by_key("demo/world/locations").items():
        found[row["org"]].append(key)
    return found


@cache
def _domains() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["label_fr"], row["label_en"]) for row in _rows("directory/data/need_domains")}


@cache
def _by_key(name: str) -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in _rows(name)}


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not re.match("#", line)))
