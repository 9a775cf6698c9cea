from tests.ui.conftest import flat


def test_a_toast_comes_once_with_its_undo_and_a_warning_as_a_notice(client):
    client.get("/dire/")
    html = flat(client.get("/formulaire/").content.decode())
    assert "<p>L’action est faite.</p>" in html
    assert '<form method="post" action="/annuler/">' in html
    assert html.index("Rien n’est parti.") < html.index("<h1>")
    assert "L’action est faite." not in client.get("/formulaire/").content.decode()


def test_the_cookie_of_messages_reveals_nothing(client):
    client.get("/dire/")
    kept = client.cookies["messages"]
    assert "action" not in kept.value
    assert kept["httponly"]


def test_a_forged_cookie_is_ignored(client):
    client.get("/dire/")
    client.cookies["messages"] = client.cookies["messages"].value[:-9] + "alteration"
    answer = client.get("/formulaire/")
    assert answer.status_code == 200
    assert "L’action est faite." not in answer.content.decode()


def test_a_fragment_brings_its_toast_to_its_place(draw_page, rf):
    assert "hx-swap-oob" not in draw_page("ui/toasts.html", rf.get("/"))
    fragment = flat(draw_page("ui/toasts.html", rf.get("/", headers={"HX-Request": "true"})))
    assert 'id="messages" role="status" hx-swap-oob="innerHTML"' in fragment
