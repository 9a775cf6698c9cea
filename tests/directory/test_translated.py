"""A record read in English: what is translated changes places, what is not stays."""

from hypothesis import given
from hypothesis import strategies as st

from ancrage.directory.queries.translated import in_english

_WORDS = st.text("abé ", min_size=1, max_size=5)


def _with_translations(parts: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Documents that hold others, some translated."""

    def one(name: str, english: str | None, hung: list[object]) -> dict[str, object]:
        document: dict[str, object] = {"id": "1", "name": name}
        if hung:
            document["parts"] = hung
        if english:
            document["translations"] = [{"language": "en", "name": english}]
        return document

    return st.builds(one, _WORDS, st.none() | _WORDS, st.lists(parts, max_size=3))


_LEAVES = st.builds(lambda name: {"id": "1", "name": name}, _WORDS)
_DOCUMENTS = st.recursive(_LEAVES, _with_translations, max_leaves=8)


def test_each_text_and_its_translation_change_places_at_every_depth() -> None:
    place = {"id": "2", "name": "Salle", "translations": [{"language": "en", "name": "Hall"}]}
    service = {"id": "1", "name": "Accueil", "url": "https://a.example", "places": [place, {"id": "3", "name": "Parc"}]}
    assert in_english(service) == service | {
        "places": [
            {"id": "2", "name": "Hall", "translations": [{"language": "fr", "name": "Salle"}]},
            {"id": "3", "name": "Parc"},
        ]
    }
    assert service["places"][0] is place and place["name"] == "Salle"


def test_english_alone_is_said_and_no_french_is_invented() -> None:
    told = in_english({"id": "1", "translations": [{"language": "en", "description": "Warm welcome"}]})
    assert told == {"id": "1", "description": "Warm welcome"}


def test_what_has_no_english_is_the_same_object() -> None:
    document = {"id": "1", "name": "Accueil", "phones": [{"number": "418 555-0101"}]}
    assert in_english(document) is document


@given(_DOCUMENTS)
def test_read_twice_it_says_what_it_said(document: dict[str, object]) -> None:
    def texts(told: dict[str, object]) -> list[object]:
        return [told["name"], [texts(part) for part in told.get("parts", [])]]

    assert texts(in_english(in_english(document))) == texts(document)
