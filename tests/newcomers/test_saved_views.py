"""Views of the list of dossiers, kept under a name."""

import pytest
from django.db import IntegrityError, transaction

from ancrage.newcomers.actions import saved_views as actions
from ancrage.newcomers.models import SavedView
from tests.factories.accounts import user_as
from tests.factories.newcomers import MOMENT
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
QUERY = {"state": "active", "col": ["state", "origin"], "q": "Haddad"}


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def test_a_view_keeps_filters_and_columns_and_no_name_that_was_typed(scene) -> None:
    client = scene.client()
    page = client.get(url("cases"), QUERY)
    address = f"{url('view_save', 'dossiers')}?{page.context['view']}"
    assert f'href="{address}"' in text_of(page)
    assert client.post(address, {"name": "Les actifs"}).headers["Location"] == (
        f"{url('cases')}?state=active&col=state&col=origin"
    )
    view = SavedView.objects.get()
    assert (view.user, view.query) == (scene.agent, "state=active&col=state&col=origin")
    shown = text_of(client.get(f"{url('cases')}?{view.query}"))
    assert "La vue « Les actifs » est enregistrée." in shown
    assert 'aria-current="page"' in shown
    assert "Les actifs" not in text_of(scene.client(scene.colleague).get(url("cases"), {"state": ""}))


def test_the_address_of_a_view_shows_each_their_own_reach(scene) -> None:
    stranger = user_as("integration_agent")
    assert scene.case.reference in text_of(scene.client().get(f"{url('cases')}?state=active"))
    assert scene.case.reference not in text_of(scene.client(stranger).get(f"{url('cases')}?state=active"))


def test_a_view_is_removed_and_put_back(scene) -> None:
    client = scene.client()
    view = actions.save_view(name="Les actifs", query="state=active", by=scene.agent, at=MOMENT)
    client.post(url("view_remove", view))
    text = text_of(client.get(url("saved_views")))
    assert "Aucune vue encore" in text
    assert url("view_restore", view) in text
    client.post(url("view_restore", view))
    assert "Les actifs" in text_of(client.get(url("saved_views")))


def test_two_views_of_one_person_differ_by_their_names(scene) -> None:
    client = scene.client()
    first = actions.save_view(name="Les actifs", query="state=active", by=scene.agent, at=MOMENT)
    assert "Vous avez déjà une vue de ce nom." in text_of(
        client.post(url("view_save", "dossiers"), {"name": "Les actifs"})
    )
    actions.save_view(name="Les actifs", query="state=active", by=scene.colleague, at=MOMENT)
    client.post(url("view_remove", first))
    actions.save_view(name="Les actifs", query="state=closed", by=scene.agent, at=MOMENT)
    client.post(url("view_restore", first))
    assert "Vous avez déjà une vue de ce nom." in text_of(client.get(url("saved_views")))
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(user=scene.agent, name="Les actifs", query="", created_at=MOMENT)


def test_views_have_a_limit(scene, monkeypatch) -> None:
    monkeypatch.setattr("ancrage.newcomers.actions.saved_views.MOST", 1)
    actions.save_view(name="Une", query="", by=scene.agent, at=MOMENT)
    with pytest.raises(actions.ViewRefused):
        actions.save_view(name="Deux", query="", by=scene.agent, at=MOMENT)
