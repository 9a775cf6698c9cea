from datetime import timedelta

import pytest
from django.test import Client

from ancrage.accounts.models import Assignment, Notification, User
from ancrage.accounts.queries import PAGE
from ancrage.core import now, today
from ancrage.territory.dated import from_day
from ancrage.ui.formats import day
from tests.factories.accounts import AssignmentFactory, UserFactory, signed_in, user_as
from tests.factories.territory import ServicePointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> User:
    user = user_as("system_administrator", full_name="Zoé Admin")
    signed_in(client, user)
    return user


def test_inviting_leads_to_giving_a_role(client: Client, administrator: User) -> None:
    answer = client.post("/comptes/inviter/", {"email": "a@b.ca", "full_name": "Anaïs B", "language": "fr"})
    invited = User.objects.get(email="a@b.ca")
    assert answer["Location"] == f"/comptes/{invited.pk}/affectations/"
    point = ServicePointFactory.create()
    data = {"role": "integration_agent", "place": str(point.pk), "start": today().isoformat(), "before": ""}
    assert client.post(answer["Location"], data)["Location"] == f"/comptes/{invited.pk}/"
    assert Assignment.objects.get(user=invited).service_point == point


def test_a_refusal_is_shown_beside_its_field_and_nothing_typed_is_lost(client: Client, administrator: User) -> None:
    person = UserFactory.create()
    data = {"role": "director", "place": str(ServicePointFactory.create().pk), "start": "2021-07-01"}
    answer = client.post(f"/comptes/{person.pk}/affectations/", data)
    assert answer.status_code == 200
    assert "choisissez laquelle" in str(answer.context["form"].errors["place"])
    assert 'value="2021-07-01"' in answer.content.decode()


def test_an_assignment_is_ended_from_its_own_account_only(client: Client, administrator: User) -> None:
    held, other = AssignmentFactory.create(), UserFactory.create()
    address = f"/comptes/{other.pk}/affectations/{held.pk}/fin/"
    assert client.get(address).status_code == 404
    address = f"/comptes/{held.user_id}/affectations/{held.pk}/fin/"
    assert client.post(address, {"before": today().isoformat()}).status_code == 302
    held.refresh_from_db()
    assert held.ends_before == today()


def test_the_list_finds_without_accents_and_by_role(client: Client, administrator: User) -> None:
    UserFactory.create(full_name="Élodie Côté")
    agent = user_as("integration_agent", full_name="Bob")
    gone = UserFactory.create(full_name="Partie", is_active=False)
    names = lambda query: [u.full_name for u in client.get(f"/comptes/?{query}").context["page"].users]  # noqa: E731
    assert names("q=elodie+cote") == ["Élodie Côté"]
    assert names("role=integration_agent") == [agent.full_name]
    assert names("state=closed") == [gone.full_name]
    assert names("") == ["Bob", "Élodie Côté", "Zoé Admin"]


def test_the_list_pages_by_key_and_reads_the_same_number_of_queries(
    client: Client, administrator: User, django_assert_max_num_queries
) -> None:
    for _ in range(PAGE + 5):
        AssignmentFactory.create(user=UserFactory.create())
    with django_assert_max_num_queries(9):
        first = client.get("/comptes/").context["page"]
    second = client.get("/comptes/", {"apres": first.next}).context["page"]
    seen = [u.pk for u in [*first.users, *second.users]]
    assert len(first.users) == PAGE
    assert len(seen) == len(set(seen)) == PAGE + 6
    assert client.get("/comptes/?apres=n%27importe|quoi").status_code == 200


def test_leaving_is_confirmed_on_a_page_that_says_what_it_does(client: Client, administrator: User) -> None:
    person = user_as("integration_agent")
    assert "prennent fin" in client.get(f"/comptes/{person.pk}/depart/").content.decode()
    client.post(f"/comptes/{person.pk}/depart/")
    person.refresh_from_db()
    assert not person.is_active
    assert client.get(f"/comptes/{person.pk}/").status_code == 200
    assert client.get(f"/comptes/{person.pk}/affectations/").status_code == 404


def test_one_button_acts_need_a_post(client: Client, administrator: User) -> None:
    person = UserFactory.create()
    for path in ("inviter", "second-facteur"):
        assert client.get(f"/comptes/{person.pk}/{path}/").status_code == 405
        assert client.post(f"/comptes/{person.pk}/{path}/")["Location"] == f"/comptes/{person.pk}/"


def test_the_roles_page_shows_every_capability(client: Client, administrator: User) -> None:
    content = client.get("/comptes/roles/").content.decode()
    assert "Ouvrir et fermer les comptes, donner les rôles" in content


def test_my_account_and_my_notifications(client: Client, administrator: User) -> None:
    Notification.objects.create(user=administrator, kind="test", text="Une réponse est arrivée.", created_at=now())
    other = Notification.objects.create(user=UserFactory.create(), kind="test", text="Autre", created_at=now())
    content = client.get("/avis/").content.decode()
    assert "Une réponse est arrivée." in content and "Autre" not in content
    client.post("/avis/")
    assert not Notification.objects.unread().filter(user=administrator).exists()
    assert Notification.objects.unread().get() == other
    client.post("/mon-compte/", {"full_name": "Zoé A", "language": "en"})
    administrator.refresh_from_db()
    assert (administrator.full_name, administrator.language) == ("Zoé A", "en")
    client.post("/mon-compte/autres-sessions/")
    assert client.get("/mon-compte/").status_code == 200


def test_an_assignment_with_an_end_to_come_is_shortened_and_one_that_is_over_is_not(
    client: Client, administrator: User
) -> None:
    ends = today() + timedelta(days=60)
    held = AssignmentFactory.create(during=from_day(today() - timedelta(days=30), ends))
    over = AssignmentFactory.create(
        user=held.user, during=from_day(today() - timedelta(days=90), today() - timedelta(days=30))
    )
    page = client.get(f"/comptes/{held.user_id}/").content.decode()
    address = f"/comptes/{held.user_id}/affectations/{held.pk}/fin/"
    assert address in page
    assert str(over.pk) not in page
    assert f" au {day(ends)} exclu" in client.get(address).content.decode()
    later = client.post(address, {"before": (ends + timedelta(days=1)).isoformat()})
    assert "finit déjà plus tôt" in str(later.context["form"].errors["before"])
    assert client.post(address, {"before": today().isoformat()}).status_code == 302
    held.refresh_from_db()
    assert held.ends_before == today()
