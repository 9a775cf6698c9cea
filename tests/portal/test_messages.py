"""Whatever leaves for a person accompanied says that something awaits them, and nothing of what."""

import inspect
import re

import pytest

from ancrage.core import now
from ancrage.core.clock import real_now
from ancrage.directory.models import NeedDomain
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.awaiting import something_awaits
from ancrage.newcomers.messages import online as online_messages
from ancrage.newcomers.models import FormLanguage, OnlineRequest
from ancrage.portal import messages
from ancrage.portal.actions.invitations import invite
from ancrage.portal.actions.signing_in import ask_code, send_code
from ancrage.portal.models import InvitationWay
from tests.factories.directory import NeedDomainFactory, OrganizationFactory, ServiceFactory
from tests.factories.newcomers import ImmigrationStatusFactory, NoticeFactory, PersonFactory, ServiceLanguageFactory
from tests.factories.plans import NeedFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import Scene, a_scene

pytestmark = pytest.mark.django_db
EMAIL = "leila@exemple.ca"
LANGUAGES = FormLanguage.values


@pytest.fixture
def scene() -> Scene:
    found = a_scene(
        person=PersonFactory.create(given_names="Leïla", family_names="Haddad", email=EMAIL, contact_way="email")
    )
    NeedFactory.create(plan=found.case.plan, title="Trouver un logement")
    ImmigrationStatusFactory.create(person=found.case.person)
    ServiceFactory.create(name="Aide au logement", organization=OrganizationFactory.create(name="Maison des Arrivants"))
    NeedDomainFactory.create(label_fr="Logement", label_en="Housing", label_es="Vivienda", label_ar="السكن")
    return found


def invited(scene: Scene, language: str) -> None:
    invite(case=scene.case, way=InvitationWay.EMAIL, language=language, by=scene.agent, at=now())


def code_asked(scene: Scene, language: str) -> None:
    SpaceFactory.create(person=scene.case.person, email=EMAIL)
    asked = ask_code(email=EMAIL, language=language, address=None, at=real_now())
    send_code(code_id=asked.pk, real=real_now(), at=now())


def awaited(scene: Scene, language: str) -> None:
    SpaceFactory.create(person=scene.case.person, email=EMAIL)
    if language != "fr":
        code = {"en": "eng", "es": "spa", "ar": "ara"}[language]
        ServiceLanguageFactory.create(person=scene.case.person, language=code)
    something_awaits(scene.case, by=scene.agent, at=now())


def asked_online(scene: Scene, language: str) -> None:
    row = OnlineRequest.objects.create(
        case=scene.case, language=language, notice=NoticeFactory.create(), received_at=now()
    )
    online_messages.request_received(row, to=EMAIL, at=now())


SENT = {
    (messages.__name__, "invited"): invited,
    (messages.__name__, "code_sent"): code_asked,
    (messages.__name__, "something_awaits"): awaited,
    (online_messages.__name__, "request_received"): asked_online,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("send", SENT.values(), ids=lambda one: one.__name__)
def test_nothing_is_said_of_whom_or_of_what(send, language, scene) -> None:
    send(scene, language)
    message = OutgoingMessage.objects.get()
    said = re.sub(r"http://\S+", "", f"{message.subject}\n{message.body}").casefold()
    case, person = scene.case, scene.case.person
    secrets = [
        *(person.given_names, person.family_names, case.reference, case.service_point.name, case.region.name),
        *(scene.agent.full_name, "Trouver un logement", "Aide au logement", "Maison des Arrivants", "immigra"),
        *("réfugi", "refugee", "refugiad", "permis", "permit", "asile", "dossier", "plan", "rendez-vous", "Ancrage"),
    ]
    for domain in NeedDomain.objects.order_by("pk"):
        secrets += [domain.label_in(one) for one in LANGUAGES]
    assert not [secret for secret in secrets if secret.casefold() in said]
    # The address itself is that of a page whose name says no need, service or status.
    assert all(
        re.search(r"/mon-plan/(activer/\w+/)?(\?langue=\w\w)?$", found)
        for found in re.findall(r"http://\S+", message.body)
    )


def test_every_message_to_a_person_is_tried_here() -> None:
    """Those of the two files that send: one added is tried above too."""
    senders = set()
    for module in (messages, online_messages):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_sender = "send_email(" in inspect.getsource(function) or "_send(" in inspect.getsource(function)
            if function.__module__ == module.__name__ and is_sender and not name.startswith("_"):
                senders.add((module.__name__, name))
    assert senders == set(SENT)
