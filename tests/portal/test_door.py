"""The door of the spaces: a code by e-mail and a secret, the same answer whoever asks."""

import re
import unicodedata
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from ancrage.accounts.models import User
from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.models import Case, Person
from ancrage.portal.actions.activation import ActivationRefused, activate
from ancrage.portal.actions.invitations import invite
from ancrage.portal.actions.signing_in import MOST_TO_ONE, forget_codes
from ancrage.portal.jobs import send_sign_in_code
from ancrage.portal.models import InvitationWay, SignInCode, Space
from ancrage.portal.secrets import secret_digest
from tests.factories.agenda import AppointmentFactory, span
from tests.factories.newcomers import CaseAppointmentFactory, CaseFactory, PersonFactory
from tests.factories.portal import SECRET, SpaceFactory
from tests.newcomers.scene import a_scene, text_of

pytestmark = pytest.mark.django_db
SHARED = "leila@exemple.ca"


def a_space(**fields) -> Space:
    space = SpaceFactory.create(**fields)
    CaseFactory.create(person=space.person)
    return space


def with_secret(secret: str, email: str = SHARED) -> Space:
    return a_space(email=email, secret=secret_digest(email, secret))


def ask(client: Client, email: str = SHARED):
    answer = client.post("/mon-plan/entrer/", {"email": email})
    for job in ProcrastinateJob.objects.filter(task_name="ancrage.portal.jobs.send_sign_in_code", status="todo"):
        send_sign_in_code(**job.args)
    return answer


def sent_code(email: str = SHARED) -> str:
    message = OutgoingMessage.objects.filter(to=email).order_by("-created_at", "-pk").first()
    return re.search(r"\b\d{6}\b", message.body)[0]


def enter(client: Client, code: str, secret: str):
    return client.post("/mon-plan/entrer/code/", {"code": code, "secret": secret})


def test_the_code_and_the_secret_open_the_space() -> None:
    a_space()
    client = Client()
    assert ask(client)["Location"] == "/mon-plan/entrer/code/"
    assert enter(client, sent_code(), SECRET)["Location"] == "/mon-plan/"
    assert client.get("/mon-plan/").status_code == 200


@pytest.mark.parametrize(
    ("code", "secret"), [(None, "un autre secret"), ("000000", SECRET), ("000000", "ni un ni autre")]
)
def test_one_without_the_other_opens_nothing_and_says_the_same(code, secret) -> None:
    a_space()
    client = Client()
    ask(client)
    page = text_of(enter(client, code or sent_code(), secret))
    assert "Le code ou le secret ne convient pas. Vérifiez les deux." in page
    assert client.get("/mon-plan/").status_code == 302


def test_known_or_not_the_answer_and_the_statements_are_the_same() -> None:
    a_space()
    seen = []
    for email in (SHARED, "inconnue@exemple.ca"):
        client = Client()
        with CaptureQueriesContext(connection) as asking:
            answer = client.post("/mon-plan/entrer/", {"email": email})
            statements = len(asking)
        page = text_of(client.get("/mon-plan/entrer/code/")).replace(email, "")
        with CaptureQueriesContext(connection) as trying:
            refused = text_of(enter(client, "000000", "pas le bon secret"))
            statements += len(trying)
        bare = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page + refused)
        seen.append((answer.status_code, answer["Location"], statements, bare))
    assert seen[0] == seen[1]
    assert not OutgoingMessage.objects.exists()


def test_nothing_is_sent_to_an_unknown_address() -> None:
    ask(Client(), "inconnue@exemple.ca")
    assert not OutgoingMessage.objects.exists()


def test_one_address_several_spaces_and_each_secret_opens_its_own() -> None:
    spaces = {secret: with_secret(secret) for secret in ("le secret de Leïla", "le secret de Karim")}
    for secret, space in spaces.items():
        client = Client()
        ask(client)
        assert enter(client, sent_code(), secret).status_code == 302
        assert client.session["_auth_user_id"] == str(space.user_id)
    assert OutgoingMessage.objects.count() == 2


def test_a_secret_is_the_same_however_its_accents_are_typed() -> None:
    with_secret(unicodedata.normalize("NFC", "été à la forêt"))
    client = Client()
    ask(client)
    assert enter(client, sent_code(), unicodedata.normalize("NFD", "  été à la forêt ")).status_code == 302


def test_a_secret_already_taken_at_that_address_is_refused_as_any_other() -> None:
    with_secret(SECRET)
    scene = a_scene(person=PersonFactory.create())
    told = invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=now())
    key = told.link.rstrip("/").rsplit("/", 1)[-1]
    asked = {"key": key, "code": told.code, "email": SHARED, "at": now()}
    with pytest.raises(ActivationRefused, match="Ce secret ne convient pas"):
        activate(**asked, secret=SECRET)
    assert activate(**asked, secret="le sien à elle")


def test_an_invitation_is_not_a_way_to_look_for_the_secret_of_someone_else() -> None:
    with_secret(SECRET)
    scene = a_scene(person=PersonFactory.create())
    told = invite(case=scene.case, way=InvitationWay.PRINTED, language="fr", by=scene.agent, at=now())
    asked = {"key": told.link.rstrip("/").rsplit("/", 1)[-1], "code": told.code, "email": SHARED, "at": now()}
    accounts = User.objects.count()
    for _try in range(5):
        with pytest.raises(ActivationRefused):
            activate(**asked, secret=SECRET)
    assert activate(**asked, secret="le sien à elle") is None
    assert User.objects.count() == accounts


def test_a_code_serves_once_five_tries_and_fifteen_minutes() -> None:
    a_space()
    client = Client()
    ask(client)
    code = sent_code()
    SignInCode.objects.update(expires_at=real_now() - timedelta(seconds=1))
    assert enter(client, code, SECRET).status_code == 200
    ask(client)
    SignInCode.objects.update(tries=5)
    assert enter(client, sent_code(), SECRET).status_code == 200
    ask(client)
    code = sent_code()
    assert enter(client, code, SECRET).status_code == 302
    assert enter(client, code, SECRET).status_code == 200


def test_after_five_wrong_tries_even_the_right_ones_wait() -> None:
    a_space()
    client = Client()
    for _try in range(5):
        ask(client)
        enter(client, "000000", SECRET)
    assert "Attendez 15 minutes" in text_of(enter(client, sent_code(), SECRET))


def test_codes_to_one_address_are_limited_known_or_not() -> None:
    for email in (SHARED, "inconnue@exemple.ca"):
        client = Client()
        for _ask in range(MOST_TO_ONE):
            assert client.post("/mon-plan/entrer/", {"email": email}).status_code == 302
        assert "Attendez une heure" in text_of(client.post("/mon-plan/entrer/", {"email": email}))


def test_no_code_goes_where_the_person_is_not_to_be_written_to() -> None:
    space = a_space(person=PersonFactory.create(email=SHARED))
    Person.objects.filter(pk=space.person_id).update(may_write=False)
    ask(Client())
    assert not OutgoingMessage.objects.exists()
    Space.objects.update(email="a-moi@exemple.ca", secret=secret_digest("a-moi@exemple.ca", SECRET))
    client = Client()
    ask(client, "a-moi@exemple.ca")
    assert enter(client, sent_code("a-moi@exemple.ca"), SECRET).status_code == 302


def test_a_space_shut_opens_to_nobody() -> None:
    a_space(closed_at=now())
    client = Client()
    ask(client)
    assert not OutgoingMessage.objects.exists()
    assert enter(client, "000000", SECRET).status_code == 200


def test_the_page_of_the_invitation_refuses_poor_secrets_in_both_languages() -> None:
    scene = a_scene(person=PersonFactory.create())
    told = invite(case=scene.case, way=InvitationWay.PRINTED, language="es", by=scene.agent, at=now())
    path = told.link.split("8000", 1)[1]
    client = Client()
    assert "Elija su secreto" in text_of(client.get(path))
    data = {"invitation_code": told.code, "code_email": "x@exemple.ca", "new_secret": "1234567", "again": "1234567"}
    page = text_of(client.post(path, data))
    assert "Ce secret est trop court" in page and "Este secreto es demasiado corto" in page
    page = text_of(client.post(path, data | {"new_secret": SECRET, "again": f"{SECRET}!"}))
    assert "Les deux secrets ne sont pas pareils" in page
    assert scene.case.person.full_name not in page
    sent = client.post(path, data | {"new_secret": SECRET, "again": SECRET})
    assert sent["Location"] == "/mon-plan/entrer/code/"
    # Chosen: it is never shown or asked from here again, and the person signs in with both.
    assert client.get("/mon-plan/").status_code == 302
    assert Space.objects.get().user.full_name == "Personne accompagnée"


def test_the_door_of_the_staff_knows_no_space() -> None:
    space = a_space()
    answer = Client().post("/connexion/", {"login": space.user.email, "password": SECRET})
    assert answer.status_code == 200
    Client().post("/mot-de-passe/oublie/", {"email": space.user.email})
    assert not OutgoingMessage.objects.exists()


def test_codes_are_forgotten_after_a_day() -> None:
    ask(Client())
    assert forget_codes(real=real_now() + timedelta(hours=23)) == 0
    assert forget_codes(real=real_now() + timedelta(hours=25)) == 1


def test_what_was_typed_when_the_session_ended_comes_back_to_the_same_person_alone() -> None:
    other = "un autre secret"
    with_secret(other)
    space = a_space()
    start = now() + timedelta(days=2)
    meeting = AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)))
    row = CaseAppointmentFactory.create(case=Case.objects.get(person=space.person), appointment=meeting)
    client = Client()
    ask(client)
    enter(client, sent_code(), SECRET)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    path = reverse("portal:move", args=[row.pk])
    door = client.post(path, {"reason": "Je travaille le matin"}, follow=True)
    assert "gardé 30 minutes" in text_of(door)
    ask(client)
    assert enter(client, sent_code(), SECRET)["Location"] == "/mon-plan/reprendre/"
    page = text_of(client.get("/mon-plan/reprendre/"))
    assert "Je travaille le matin" in page and path in page
    again = text_of(client.post(path, {"reason": "Je travaille le matin", "_reprise": "1"}))
    assert "Je travaille le matin" in again
    row.refresh_from_db()
    assert row.move_asked_at is None
    # Someone else of the same address and the same phone reads nothing of it.
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(path, {"reason": "Je travaille le matin"})
    ask(client)
    assert enter(client, sent_code(), other)["Location"] == "/mon-plan/"
    assert client.get("/mon-plan/reprendre/")["Location"] == "/mon-plan/"
