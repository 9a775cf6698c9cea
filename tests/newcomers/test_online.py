"""The public request: the same answer whoever asks, a dossier like the others, and little room for machines."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

import ancrage.newcomers
from ancrage.accounts.models import User
from ancrage.audit.models import AuditEntry
from ancrage.core.actors import JobActor
from ancrage.core.ids import uuid7
from ancrage.directory.models import NeedDomain
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions.doubles import note_doubles
from ancrage.newcomers.actions.online import (
    VISITOR,
    Asked,
    FormUsed,
    OnlineRefused,
    TooManyRequests,
    bring_back,
    discard,
    forget_tallies,
    receive,
)
from ancrage.newcomers.actions.requests import note_first_contact, take
from ancrage.newcomers.jobs import forget_tallies_of_requests
from ancrage.newcomers.models import (
    Case,
    CaseState,
    ClosingReason,
    CollectionNotice,
    OnlineRequest,
    OnlineTally,
    Person,
)
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import NoticeFactory, PersonFactory
from tests.factories.territory import MunicipalityFactory, ServicePointFactory, ServicePointMunicipalityFactory
from tests.newcomers.scene import text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(seconds=30)
ADDRESS = "192.0.2.7"
NOUR = {
    "given_names": "Nour",
    "family_names": "Haddad",
    "contact_way": "phone",
    "phone": "418 555-0188",
    "municipality": "Rimouski",
}


@pytest.fixture
def point() -> Any:
    """The point of services of Rimouski, among others, and everything the form offers."""
    found = ServicePointFactory.create()
    ServicePointFactory.create()
    ServicePointMunicipalityFactory.create(
        service_point=found, municipality=MunicipalityFactory.create(name="Rimouski")
    )
    NoticeFactory.create(text_es="Quién recoge sus datos.", text_ar="من يجمع معلوماتك؟")
    NeedDomainFactory.create(code="logement", label_fr="Logement", label_en="Housing", label_ar="السكن")
    NeedDomainFactory.create(code="danger", label_fr="Situation de vulnérabilité", is_sensitive=True)
    ClosingReason.objects.create(code="indesirable", label_fr="Demande indésirable", label_en="Unwanted request")
    return found


def shown(language: str = "fr", client: Client | None = None) -> Any:
    return (client or Client()).get(url("online"), {"langue": language})


def slip_of(answer: Any) -> str:
    return re.search(r'name="search_pass" value="([^"]+)"', answer.content.decode())[1]


def slip() -> str:
    with time_machine.travel(AT, tick=False):
        return slip_of(shown())


def send(*, at: datetime = LATER, language: str = "fr", pass_: str | None = None, **typed: Any) -> Any:
    typed = {"search_pass": pass_ or slip(), **NOUR, **typed}
    with time_machine.travel(at, tick=False):
        return Client().post(f"{url('online')}?langue={language}", typed)


def acknowledged(answer: Any, at: datetime = LATER) -> str:
    assert answer.status_code == 302, text_of(answer)
    with time_machine.travel(at, tick=False):
        return text_of(Client().get(answer["Location"]))


def asked(point: Any, **person: Any) -> Asked:
    known = {"given_names": "Nour", "family_names": "Haddad", "phone": "+14185550188", **person}
    notice = CollectionNotice.objects.get()
    return Asked(person=known, language="fr", notice=notice, message="", domains=[])


def received(point: Any, **person: Any) -> Case:
    return receive(case_id=uuid7(), asked=asked(point, **person), service_point=point, address=ADDRESS, at=AT)


def agent_of(point: Any) -> User:
    return user_as("integration_agent", point)


# The form


@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_every_sentence_is_in_the_four_languages(language) -> None:
    path = Path(ancrage.newcomers.__file__).parent / "data" / "online.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    errors = table.pop("errors")
    assert not [key for key, said in table.items() if not said.get(language)]
    assert language == "fr" or not [key for key, said in errors.items() if not said.get(language)]


def test_french_is_always_shown_with_the_language_chosen_beside(point) -> None:
    arabic = shown("ar").content.decode()
    assert '<div lang="ar" dir="rtl">' in arabic
    assert "رقم الهاتف" in arabic and "Numéro de téléphone" in arabic
    assert "السكن" in arabic and "Logement" in arabic
    assert "من يجمع معلوماتك؟" in arabic and "Qui recueille" in arabic
    french = shown().content.decode()
    assert "an-duo" not in french and 'href="?langue=ar"' in french


def test_whoever_reads_the_pages_in_english_reads_both_here(point) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text_of(client.get(url("online")))
    assert "Phone number" in page and "Numéro de téléphone" in page and "Passer au contenu" in page


def test_it_says_why_each_datum_is_asked_and_by_whom_it_is_read(point) -> None:
    page = text_of(shown())
    assert page.count("Pourquoi cette question?") == page.count("<details") == 5
    assert page.count("Seul le personnel du point de services") + page.count("Le personnel de ce point") >= 5
    assert "Date de naissance (facultatif)" in page


def test_in_french_alone_what_is_wrong_is_parted_from_its_question(point) -> None:
    assert "</a> : Ce renseignement est demandé." in text_of(Client().post("/demande/?langue=fr", {"phone": "12"}))


def test_no_sensitive_need_is_offered(point) -> None:
    assert "vulnérabilité" not in text_of(shown())
    answer = send(domains=["danger"])
    assert answer.status_code == 200 and not Case.objects.exists()


def test_without_a_notice_or_a_point_there_is_no_form() -> None:
    assert shown().status_code == 404
    NoticeFactory.create()
    assert shown().status_code == 404


def test_what_was_typed_comes_back_with_what_is_wrong_in_both_languages(point) -> None:
    answer = send(language="es", phone="12", message="Llego el lunes", domains=["logement"], no_message="on")
    page = text_of(answer)
    assert "Escriba un número completo" in page and "Écrivez un numéro complet" in page
    assert 'value="Nour"' in page and "Llego el lunes" in page and 'value="12"' in page
    assert re.search(r'value="logement"[^>]*checked', page) and re.search(r'name="no_message"[^>]*checked', page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"given_names": "", "family_names": ""}, "Écrivez au moins un nom."),
        ({"phone": ""}, "Écrivez le numéro où vous joindre."),
        ({"contact_way": "text", "phone": ""}, "Écrivez le numéro où vous joindre."),
        ({"contact_way": "email"}, "Écrivez le courriel où vous joindre."),
        ({"contact_way": ""}, "Ce renseignement est demandé."),
        ({"contact_way": "in_person"}, "Choisissez une réponse de la liste."),
        ({"municipality": ""}, "Écrivez votre municipalité ou choisissez un point de services."),
        ({"municipality": "Rimousky"}, "Vouliez-vous dire Rimouski?"),
        ({"birth_on_0": "30", "birth_on_1": "2", "birth_on_2": "1990"}, "Le 30 février n’existe pas."),
        ({"message": "a" * 1001}, "1000"),
    ],
)
def test_each_way_of_being_wrong_is_said(point, typed, said) -> None:
    answer = send(**typed)
    assert answer.status_code == 200
    assert said.replace("’", "\u2019") in text_of(answer)
    assert not Person.objects.exists()


def test_what_is_typed_cannot_become_markup(point) -> None:
    page = send(language="ar", given_names="<b>x", municipality="<i>Rimouski").content.decode()
    assert "<b>x" not in page and "<i>Rimouski" not in page


# What it leads to


def test_a_request_is_a_dossier_at_the_point_of_the_municipality(point) -> None:
    page = acknowledged(
        send(domains=["logement"], message="Avec deux enfants", no_message="on", contact_hours="Le soir", language="ar")
    )
    case = Case.objects.select_related("person", "online_request__notice").get()
    assert case.reference in page and "Haddad" not in page and "Logement" not in page
    assert (case.service_point, case.state, case.requested_at) == (point, CaseState.REQUESTED, LATER)
    assert case.first_contact_due_on == date(2021, 7, 21)
    person, online = case.person, case.online_request
    assert (person.full_name, person.phone, person.contact_way) == ("Nour Haddad", "+14185550188", "phone")
    assert (person.may_leave_message, person.contact_hours, person.languages) == (False, "Le soir", ["ar"])
    assert (online.language, online.message, online.received_at) == ("ar", "Avec deux enfants", LATER)
    assert online.notice == CollectionNotice.objects.get() and [one.code for one in online.domains.all()] == [
        "logement"
    ]
    assert AuditEntry.objects.get(verb="newcomers.case.opened").actor == "form:request"
    assert case.transitions.get().by is None
    assert not OutgoingMessage.objects.exists()


def test_the_notice_kept_is_the_one_that_was_shown(point) -> None:
    pass_ = slip()
    first = CollectionNotice.objects.get()
    NoticeFactory.create(number=first.number + 1, published_at=AT)
    acknowledged(send(pass_=pass_))
    assert OnlineRequest.objects.get().notice == first


def test_an_interpreter_is_asked_in_the_language_of_the_form(point) -> None:
    acknowledged(send(language="es", interpreter="oui"))
    acknowledged(send(interpreter_language="Portugais"))
    assert [one.interpreter_language for one in Person.objects.order_by("pk")] == ["es", "pt"]


def test_a_municipality_that_no_point_serves_asks_for_one(point) -> None:
    MunicipalityFactory.create(name="Gaspé")
    assert "choisissez un point de services" in text_of(send(municipality="Gaspé"))
    acknowledged(send(municipality="Gaspé", service_point=str(point.pk)))
    assert Case.objects.get().service_point == point


def test_the_answer_is_the_same_for_someone_known(point) -> None:
    """Same address of the answer but for the reference, same page, same number of statements."""
    mail = {"contact_way": "email", "email": "nour@exemple.ca"}
    stranger, known = _measured(mail), _measured(mail, known=True)
    assert stranger == known


def _measured(mail: dict[str, str], *, known: bool = False) -> tuple[int, str, int]:
    if known:
        PersonFactory.create(**{name: NOUR[name] for name in ("given_names", "family_names")}, email=mail["email"])
    pass_ = slip()
    with CaptureQueriesContext(connection) as captured:
        answer = send(pass_=pass_, **mail)
    page = re.sub(r"\w+-2021-\d+", "", acknowledged(answer))
    page = re.sub(r"csrfmiddlewaretoken[^>]*", "", page)
    return answer.status_code, page, len(captured)


def test_the_mail_says_that_it_is_received_and_nothing_else(point) -> None:
    acknowledged(send(contact_way="email", email="nour@exemple.ca", language="ar", domains=["logement"]))
    mail = OutgoingMessage.objects.get()
    assert (mail.to, mail.subject) == ("nour@exemple.ca", "Votre demande est reçue – تم استلام طلبك")
    words = mail.subject + mail.body
    for told in (Case.objects.get().reference, "Nour", "Haddad", "Logement", "immigr", "Point de services", "http"):
        assert told not in words


def test_an_address_given_by_another_is_not_flooded(point) -> None:
    for _n in range(5):
        received(point, contact_way="email", email="Victime@exemple.ca")
    assert (OutgoingMessage.objects.count(), Case.objects.count()) == (3, 5)


def test_a_probable_double_is_for_the_staff_to_settle(point) -> None:
    PersonFactory.create(given_names="Nour", family_names="Haddad", phone="+14185550188", birth_on=date(1990, 2, 1))
    acknowledged(send(birth_on_0="1", birth_on_1="2", birth_on_2="1990"))
    person = Person.objects.get(cases__isnull=False)
    assert note_doubles(person=person, by=JobActor("newcomers.compare"), at=LATER) == 1


# Machines


def test_sent_twice_it_opens_one_dossier(point) -> None:
    pass_ = slip()
    first, second = acknowledged(send(pass_=pass_)), acknowledged(send(pass_=pass_))
    case = Case.objects.get()
    assert case.reference in first and case.reference in second


def test_the_page_of_one_person_does_not_serve_another(point) -> None:
    pass_ = slip()
    acknowledged(send(pass_=pass_))
    answer = send(pass_=pass_, given_names="Samir")
    assert "Cette page a déjà servi" in text_of(answer)
    acknowledged(send(pass_=slip_of(answer), given_names="Samir"))
    assert Case.objects.count() == 2


def test_too_fast_is_refused_politely_and_can_be_sent_again(point) -> None:
    pass_ = slip()
    answer = send(pass_=pass_, at=AT + timedelta(seconds=2))
    assert "Attendez quelques secondes" in text_of(answer) and not Case.objects.exists()
    assert slip_of(answer) == pass_
    acknowledged(send(pass_=slip_of(answer)))


def test_a_trap_filled_is_refused(point) -> None:
    answer = send(site="http://spam.example")
    assert "Attendez quelques secondes" in text_of(answer) and "spam.example" not in text_of(answer)


@pytest.mark.parametrize("altered", ["", "x", "gAAAAA"])
def test_a_form_that_we_did_not_give_is_shown_again(point, altered) -> None:
    answer = send(pass_=altered or " ")
    assert "ouverte depuis longtemps" in text_of(answer) and 'value="Nour"' in text_of(answer)
    acknowledged(send(pass_=slip_of(answer), at=LATER + timedelta(minutes=1)), at=LATER + timedelta(minutes=1))


def test_a_page_open_since_yesterday_loses_nothing(point) -> None:
    answer = send(at=AT + timedelta(days=1))
    assert "ouverte depuis longtemps" in text_of(answer) and not Case.objects.exists()


def test_one_place_sends_so_many_a_day(point, settings) -> None:
    settings.ANCRAGE_ONLINE_REQUESTS_PER_DAY = 2
    acknowledged(send())
    acknowledged(send())
    assert "Trop de demandes" in text_of(send())
    assert Case.objects.count() == 2
    tomorrow = AT + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        fresh = slip_of(shown())
    later = tomorrow + timedelta(minutes=1)
    acknowledged(send(pass_=fresh, at=later), at=later)


def test_a_household_is_one_place(point, settings) -> None:
    settings.ANCRAGE_ONLINE_REQUESTS_PER_DAY = 1
    first = {"asked": asked(point), "service_point": point, "at": AT}
    receive(case_id=uuid7(), address="2001:db8:1:2::1", **first)
    with pytest.raises(TooManyRequests):
        receive(case_id=uuid7(), address="2001:db8:1:2:ffff::9", **first)
    receive(case_id=uuid7(), address="2001:db8:1:3::1", **first)


def test_counts_name_nobody_and_are_forgotten(point) -> None:
    received(point)
    assert ADDRESS not in OnlineTally.objects.get().digest
    assert forget_tallies(at=AT) == 0
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        forget_tallies_of_requests(0)
    assert not OnlineTally.objects.exists()


def test_a_receipt_that_we_did_not_give_is_not_found() -> None:
    assert Client().get(url("online_received", "x")).status_code == 404


# The staff


def test_the_list_says_that_it_came_online(point) -> None:
    received(point)
    with time_machine.travel(AT, tick=False):
        client = signed_in(Client(), agent_of(point))
        assert "En ligne" in text_of(client.get(url("requests"), {"tous": ""}))
        assert "En ligne" in text_of(client.get("/ma-journee/"))


@pytest.mark.parametrize("address", ["/demandes/?tous", "/ma-journee/"])
def test_as_many_statements_for_three_as_for_one(point, address) -> None:
    client = signed_in(Client(), agent_of(point))
    client.get(address)  # composes what is composed once
    counts = []
    for already in (0, 1):
        for n in range(1 + already):
            received(point, given_names=f"Aya{already}{n}")
        with time_machine.travel(AT, tick=False), CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_dossier_shows_what_was_asked(point) -> None:
    acknowledged(send(language="ar", domains=["logement"], message="Avec deux enfants"))
    case = Case.objects.get()
    with time_machine.travel(LATER, tick=False):
        page = text_of(signed_in(Client(), agent_of(point)).get(url("case", case)))
    assert "Demande en ligne" in page and "Avec deux enfants" in page and "Logement" in page and "arabe" in page


def test_an_unwanted_request_is_set_aside_and_comes_back(point) -> None:
    case, agent = received(point), agent_of(point)
    due = case.first_contact_due_on
    with time_machine.travel(AT, tick=False):
        client = signed_in(Client(), agent)
        assert "est écartée" in text_of(client.post(url("request_discard", case), follow=True))
        case.refresh_from_db()
        assert (case.state, case.closing_reason.code) == (CaseState.CLOSED, "indesirable")
        assert "attend de nouveau" in text_of(client.post(url("request_bring_back", case), follow=True))
    case.refresh_from_db()
    assert (case.state, case.agent, case.first_contact_due_on) == (CaseState.REQUESTED, None, due)


def test_only_a_request_that_nobody_follows_is_set_aside(point) -> None:
    case, agent, colleague = received(point), agent_of(point), agent_of(point)
    take(case=case, by=agent, at=AT)
    with pytest.raises(OnlineRefused, match="déjà suivie"):
        discard(case=case, by=colleague, at=AT)
    with pytest.raises(OnlineRefused, match="n’est pas écartée"):
        bring_back(case=case, by=agent, at=AT)
    note_first_contact(case=case, channel="phone", is_reached=True, text="", by=agent, at=AT)
    with pytest.raises(OnlineRefused, match="déjà suivie"):
        discard(case=case, by=agent, at=AT)


def test_without_its_reason_nothing_is_set_aside(point) -> None:
    case = received(point)
    ClosingReason.objects.all().delete()
    with pytest.raises(OnlineRefused, match="motifs de fermeture"):
        discard(case=case, by=agent_of(point), at=AT)


# The database


def test_a_language_without_a_form_is_refused(point) -> None:
    online = received(point).online_request
    with pytest.raises(IntegrityError, match="online_request_language"), transaction.atomic():
        OnlineRequest.objects.filter(pk=online.pk).update(language="de")


def test_the_message_is_encrypted(point) -> None:
    acknowledged(send(message="Avec deux enfants"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT message FROM newcomers_onlinerequest")
        assert "enfants" not in cursor.fetchone()[0]


def test_the_same_page_for_someone_else_is_refused_by_the_action(point) -> None:
    case = received(point)
    with pytest.raises(FormUsed):
        receive(case_id=case.pk, asked=asked(point, given_names="Samir"), service_point=point, address=None, at=AT)
    assert VISITOR.actor_ref == "form:request"
    assert NeedDomain.objects.filter(is_sensitive=True).exists()
