import pytest

from ancrage.ui.navigation import Item, Menu, Section, mark_current


def menu(**current):
    items = [Item("Accueil", "/"), Item("Dossiers", "/dossiers/"), Item("Demandes", "/dossiers/demandes/")]
    return Menu(sections=[Section("Mon travail", items)], **current)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "Accueil"),
        ("/dossiers/", "Dossiers"),
        ("/dossiers/0190/plan/", "Dossiers"),
        ("/dossiers/demandes/", "Demandes"),
        ("/autre/", None),
    ],
)
def test_the_closest_item_is_the_current_one(path, name):
    shown = menu()
    mark_current(shown, path)
    assert [item.name for item in shown.items() if item.current] == ([name] if name else [])


def test_a_choice_already_made_is_kept():
    shown = menu()
    next(shown.items()).current = True
    mark_current(shown, "/dossiers/")
    assert [item.name for item in shown.items() if item.current] == ["Accueil"]


def test_an_item_refused_is_not_chosen():
    shown = menu()
    shown.sections[0].items[1].current = False
    mark_current(shown, "/dossiers/0190/")
    assert not [item for item in shown.items() if item.current]


@pytest.mark.parametrize(("count", "said"), [(None, ""), (0, ""), (5, "5"), (99, "99"), (100, "99+")])
def test_what_waits_is_said_up_to_a_point(count, said):
    assert Item("Demandes", "/demandes/", count=count).waiting == said
