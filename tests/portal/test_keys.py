"""A device of the person opens their space by itself, and nothing else."""

import json

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from fido2.utils import websafe_encode

from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.portal.actions.activation import activate
from ancrage.portal.actions.invitations import close_space, invite, reopen_space
from ancrage.portal.models import InvitationWay, Space
from ancrage.portal.secrets import secret_digest
from tests.factories.accounts import user_as
from tests.factories.newcomers import CaseFactory
from tests.factories.portal import SECRET, SpaceFactory
from tests.newcomers.scene import Scene, text_of
from tests.portal.device import Device
from tests.portal.reading import Own, own

pytestmark = pytest.mark.django_db


def named(one: Own, secret: str = SECRET):
    return one.client.post("/mon-plan/appareils/", {"device_name": "Mon téléphone", "secret": secret})


def added(one: Own, device: Device) -> Device:
    assert named(one)["Location"] == "/mon-plan/appareils/ajouter/"
    assert device.add(one.client)["Location"] == "/mon-plan/appareils/"
    return device


def agent_of(one: Own) -> User:
    return user_as("integration_agent", one.case.service_point)


def own_at_same_address() -> Own:
    space = SpaceFactory.create(secret=secret_digest("leila@exemple.ca", "un autre lac"))
    return Own(space, CaseFactory.create(person=space.person))


def test_a_device_added_opens_the_space_alone_until_it_is_removed() -> None:
    one = own()
    device = added(one, Device())
    assert "Mon téléphone" in one.page("/mon-plan/appareils/")
    visitor = Client()
    assert device.enter(visitor)["Location"] == "/mon-plan/"
    assert visitor.get("/mon-plan/").status_code == 200
    assert Authenticator.objects.get().last_used_at
    # No rescue codes, and no page of the staff to see to it.
    assert Authenticator.objects.count() == 1
    assert visitor.get("/mon-compte/securite/").status_code == 404
    key = Authenticator.objects.get()
    path = reverse("portal:device_remove", args=[key.pk])
    assert "Mon téléphone" in one.page(path)
    one.client.post(path)
    assert device.enter(Client())["Location"] == "/mon-plan/entrer/"
    verbs = AuditEntry.objects.filter(verb__startswith="portal.").exclude(verb__endswith="consulted").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "portal.key.added",
        "portal.session.opened",
        "portal.key.removed",
    ]


def test_two_devices_have_two_names() -> None:
    one = own()
    added(one, Device())
    added(one, Device(name=b"un autre"))
    assert Authenticator.objects.filter(user=one.user).count() == 2


def test_what_the_device_keeps_names_nobody() -> None:
    one = own(given_names="Leïla", family_names="Benali")
    device = added(one, Device())
    assert device.shown.startswith("Mon plan, 2") and "Benali" not in device.shown
    assert one.space.email not in device.shown


def test_adding_takes_the_secret_and_waits_after_wrong_ones() -> None:
    one = own()
    page = text_of(named(one, "pas celui-là"))
    assert "Ce n’est pas votre secret." in page and "Mon téléphone" in page
    assert one.client.get("/mon-plan/appareils/ajouter/")["Location"] == "/mon-plan/appareils/"
    for _try in range(4):
        named(one, "pas celui-là")
    assert "Attendez 15 minutes" in text_of(named(one))


def test_a_key_of_one_space_opens_no_other() -> None:
    one = own()
    device = added(one, Device())
    other = own_at_same_address()
    assert one.client.get(reverse("portal:devices")).status_code == 200
    assert "Mon téléphone" not in other.page("/mon-plan/appareils/")
    key = Authenticator.objects.get()
    assert other.client.post(reverse("portal:device_remove", args=[key.pk])).status_code == 404
    # Said to be that of someone else, a key opens nothing.
    device.holder = websafe_encode(user_pk_to_url_str(other.user).encode())
    assert device.enter(Client())["Location"] == "/mon-plan/entrer/"


def test_shutting_the_access_ends_every_device_at_once_and_for_good() -> None:
    one = own()
    device = added(one, Device())
    visitor = Client()
    device.enter(visitor)
    agent = agent_of(one)
    close_space(case=one.case, by=agent, at=now())
    assert visitor.get("/mon-plan/").status_code == 302
    assert device.enter(Client())["Location"] == "/mon-plan/entrer/"
    reopen_space(case=one.case, by=agent, at=now())
    assert device.enter(Client())["Location"] == "/mon-plan/entrer/"


def test_a_new_secret_ends_the_devices_of_the_former() -> None:
    one = own()
    device = added(one, Device())
    agent = agent_of(one)
    told = invite(case=one.case, way=InvitationWay.PRINTED, language="fr", by=agent, at=now())
    key = told.link.rstrip("/").rsplit("/", 1)[-1]
    assert activate(key=key, code=told.code, email="moi@exemple.ca", secret="un lac en été", at=now())
    assert device.enter(Client())["Location"] == "/mon-plan/entrer/"


def test_a_space_shut_while_the_device_answers_keeps_no_key() -> None:
    one = own()
    named(one)
    page = one.client.get("/mon-plan/appareils/ajouter/")
    Space.objects.update(closed_at=now())
    assert page.status_code == 200
    device = Device()
    sent = device.made(page.context["options"]["creation_options"]["publicKey"]["challenge"])
    answer = one.client.post("/mon-plan/appareils/ajouter/", {"credential": json.dumps(sent)})
    assert answer.status_code == 404
    assert not Authenticator.objects.exists()


def test_the_door_of_the_staff_opens_no_space_and_that_of_spaces_no_staff() -> None:
    one = own()
    device = added(one, Device())
    visitor = Client()
    answer = device.enter(visitor, "/connexion/cle/")
    assert answer["Location"] == "/connexion/"
    assert "_auth_user_id" not in visitor.session
    Authenticator.objects.update(user=user_as("integration_agent"))
    assert device.enter(Client())["Location"] == "/mon-plan/entrer/"


@pytest.mark.parametrize("door", ["/mon-plan/entrer/appareil/", "/connexion/cle/"])
@pytest.mark.parametrize("sent", ["", "null", "[]", "{}", '"x"', '{"id": "a"}', '{"id": "YQ", "rawId": "YQ"}', "{"])
def test_what_no_browser_sends_is_refused_in_words(door, sent) -> None:
    client = Client()
    client.get(door, headers={"Accept": "application/json"})
    page = text_of(client.post(door, {"credential": sent}, follow=True))
    assert any(said in page for said in ("n’ouvre aucun", "obligatoire", "valide"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("sent", ["", "null", "[]", "{}", '{"id": "a"}'])
def test_what_no_device_makes_is_refused_in_words(sent) -> None:
    one = own()
    named(one)
    one.client.get("/mon-plan/appareils/ajouter/")
    page = text_of(one.client.post("/mon-plan/appareils/ajouter/", {"credential": sent}))
    assert "Recommencez quand vous voulez" in page
    assert not Authenticator.objects.exists()


def test_a_challenge_serves_once() -> None:
    one = own()
    device = added(one, Device())
    client = Client()
    asked = client.get("/mon-plan/entrer/appareil/").json()["request_options"]["publicKey"]
    sent = {"credential": json.dumps(device.used(asked["challenge"]))}
    assert client.post("/mon-plan/entrer/appareil/", sent)["Location"] == "/mon-plan/"
    other = Client()
    other.get("/mon-plan/entrer/appareil/")
    assert other.post("/mon-plan/entrer/appareil/", sent)["Location"] == "/mon-plan/entrer/"


def test_staff_see_how_many_devices_open_it() -> None:
    one = own()
    added(one, Device())
    agent = agent_of(one)
    client = Scene(agent, agent, one.case).client()
    page = text_of(client.get(reverse("portal:access", args=[one.case.pk])))
    assert "Appareils qui l’ouvrent sans code" in page and "Mon téléphone" not in page
