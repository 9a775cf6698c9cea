from ancrage.ui import tabs


def tab(slug, *, order=50, allowed=True, name=""):
    return tabs.Tab(
        slug, name or slug, url=lambda obj: f"/{obj}/{slug}/", allowed=lambda _access, _obj: allowed, order=order
    )


def test_tabs_come_in_order_and_only_those_allowed(monkeypatch):
    monkeypatch.setattr(tabs, "_tabs", {})
    tabs.register("directory.organization", tab("b", order=60))
    tabs.register("directory.organization", tab("secret", allowed=False))
    tabs.register("directory.organization", tab("a", order=10))
    tabs.register("newcomers.case", tab("c"))
    found = tabs.tabs_of("directory.organization", access=None, obj="x")
    assert [(one.slug, one.url("x")) for one in found] == [("a", "/x/a/"), ("b", "/x/b/")]


def test_a_tab_registered_twice_is_replaced(monkeypatch):
    monkeypatch.setattr(tabs, "_tabs", {})
    tabs.register("s", tab("a", name="Avant"))
    tabs.register("s", tab("a", name="Après"))
    assert [one.name for one in tabs.tabs_of("s", None, None)] == ["Après"]
