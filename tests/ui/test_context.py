from ancrage.ui import context
from ancrage.ui.navigation import Item, Menu, Section
from tests.ui.conftest import flat


def test_the_menu_is_asked_for_only_when_shown(rf, monkeypatch):
    asked = []

    def build(request):
        asked.append(request.path)
        return Menu(home="/accueil/")

    monkeypatch.setattr(context, "_menu_callable", lambda: build)
    around = context.navigation(rf.get("/d/"))
    assert asked == []
    assert around["menu"]().home == "/accueil/"
    assert around["menu"]().person == ""
    assert asked == ["/d/"]


def test_the_menu_is_drawn_with_its_counts_and_the_current_item(draw_page, rf, monkeypatch):
    built = Menu(
        [Section("Mon travail", [Item("Demandes", "/composants/", "inbox", 5)])], person="Maude", search="/chercher/"
    )
    built.notifications = lambda: Item("Avis", "/avis/", count=3)
    monkeypatch.setattr(context, "_menu_callable", lambda: lambda _request: built)
    html = flat(draw_page("test_staff.html", rf.get("/composants/")))
    assert '<a href="/composants/" aria-current="page">' in html
    assert '5<span class="an-vh">à traiter</span>' in html
    assert 'aria-label="Avis\u00a0: 3 non lus"' in html
    assert 'action="/chercher/"' in html


def test_only_known_themes_reach_the_page(rf):
    request = rf.get("/")
    request.COOKIES[context.THEME_COOKIE] = '"><script>'
    assert context.navigation(request)["theme"] == ""
    request.COOKIES[context.THEME_COOKIE] = "sombre"
    assert context.navigation(request)["theme"] == "sombre"


def test_without_a_menu_named_the_page_has_none(settings, rf, monkeypatch):
    monkeypatch.undo()
    settings.ANCRAGE_MENU = ""
    context._menu_callable.cache_clear()
    assert context.navigation(rf.get("/"))["menu"]().sections == []
    context._menu_callable.cache_clear()
