"""Documents given, consents withdrawn, the way to be reached, and what is taken away."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from ancrage.accounts.models import Notification
from ancrage.agenda.models import Block
from ancrage.newcomers.models import Attendance, Case, Document, GivenBy, Inscription, Person
from ancrage.newcomers.personal_data import PERSONAL
from ancrage.portal.queries.data import LEFT_OUT, own_data
from tests.factories.accounts import signed_in, user_as
from tests.factories.agenda import AppointmentFactory, CohortFactory, span
from tests.factories.files import PDF, upload
from tests.factories.newcomers import (
    CaseAppointmentFactory,
    CaseFactory,
    ConsentFactory,
    ContactNoteFactory,
    DocumentFactory,
    FrenchLevelFactory,
    ImmigrationStatusFactory,
    ServiceLanguageFactory,
)
from tests.factories.plans import NeedFactory
from tests.newcomers.scene import a_scene, text_of
from tests.portal.reading import Own, own

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def leila() -> Own:
    found = own(given_names="Leïla", family_names="Haddad", email="leila@exemple.ca", address="12, rue du Lac")
    Case.objects.filter(pk=found.case.pk).update(agent=a_scene().agent)
    found.case.refresh_from_db()
    return found


def test_a_document_is_given_read_taken_away_and_put_back(leila) -> None:
    client = leila.client
    sent = client.post(reverse("portal:documents"), {"file": upload(), "document_title": "Mon bail"})
    assert sent.status_code == 302
    row = Document.objects.get()
    assert (row.title, row.added_by, row.is_restricted) == ("Mon bail", leila.user, False)
    assert "a ajouté un document" in Notification.objects.get(user=leila.case.agent).text
    answer = client.get(reverse("portal:document", args=[row.pk]))
    assert answer.content == PDF and "attachment" in answer["Content-Disposition"]
    leila.post("document_take_away", row)
    assert Document.objects.get().struck_at
    leila.post("document_put_back", row)
    assert Document.objects.get().struck_at is None


def test_a_file_that_is_not_what_it_says_is_refused_in_both_languages(leila) -> None:
    leila.page("/mon-plan/?langue=es")
    page = text_of(leila.client.post(reverse("portal:documents"), {"file": upload(b"MZ\x90", "bail.pdf")}))
    assert "Este archivo no se puede recibir" in page
    assert not Document.objects.exists()


def test_nobody_else_s_document_is_read(leila) -> None:
    by_staff, elsewhere = DocumentFactory.create(case=leila.case), DocumentFactory.create()
    for row in (by_staff, elsewhere):
        assert leila.client.get(reverse("portal:document", args=[row.pk])).status_code == 404
        assert leila.client.post(reverse("portal:document_take_away", args=[row.pk])).status_code == 404
    assert by_staff.title not in leila.page("/mon-plan/documents/")


def test_a_consent_is_seen_and_withdrawn_and_the_agent_is_told(leila) -> None:
    consent = ConsentFactory.create(case=leila.case)
    page = leila.page("/mon-plan/renseignements/?langue=ar")
    assert "Être mis en lien avec des organismes" in page and "ربطك بمنظّمات" in page
    address = reverse("portal:consent_withdraw", args=[consent.pk])
    assert "Retirer mon accord" in leila.page(address)
    assert leila.client.post(address).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at
    assert "le partage est arrêté" in Notification.objects.get(user=leila.case.agent).text
    assert "Rien : aucun renseignement" in leila.page("/mon-plan/renseignements/")
    assert leila.client.post(address).status_code == 404


def test_what_another_gave_is_not_withdrawn_here(leila) -> None:
    given = {"given_by": GivenBy.TUTOR, "giver_name": "Une tutrice", "giver_title": "tutrice"}
    consent = ConsentFactory.create(case=leila.case, **given)
    other = ConsentFactory.create(case=CaseFactory.create())
    assert "parlez-en à la personne" in leila.page("/mon-plan/renseignements/")
    for one in (consent, other):
        assert leila.client.post(reverse("portal:consent_withdraw", args=[one.pk])).status_code == 404


def test_the_person_says_how_they_are_reached_and_staff_read_it(leila) -> None:
    data = {
        "contact_way": "in_person",
        "contact_hours": "Le soir",
        "write_hours": "evening",
        "no_message": "on",
        "no_writing": "on",
    }
    assert leila.client.post(reverse("portal:data"), data).status_code == 302
    person = Person.objects.get(pk=leila.case.person_id)
    assert (person.contact_way, person.contact_hours) == ("in_person", "Le soir")
    assert (person.may_leave_message, person.may_write, person.may_be_emailed) == (False, False, False)
    assert person.given_names == "Leïla"
    leila.space.refresh_from_db()
    assert leila.space.write_hours == "evening"
    agent = user_as("integration_agent", leila.case.service_point)
    dossier = text_of(signed_in(Client(), agent).get(reverse("newcomers:case", args=[leila.case.pk])))
    assert "Ne pas laisser de message. Ne pas écrire" in dossier
    page = leila.page("/mon-plan/renseignements/")
    assert page.count("checked") == 4


def test_what_is_taken_away_holds_what_was_given_and_no_note(leila) -> None:
    ContactNoteFactory.create(case=leila.case, text="NOTE-DU-PERSONNEL")
    NeedFactory.create(plan=leila.case.plan, title="Un logement")
    NeedFactory.create(plan=leila.case.plan, title="BESOIN-RESTREINT", is_restricted=True)
    for factory in (FrenchLevelFactory, ImmigrationStatusFactory, ServiceLanguageFactory):
        factory.create(person=leila.case.person)
    ConsentFactory.create(case=leila.case)
    CaseAppointmentFactory.create(case=leila.case, appointment=AppointmentFactory.create(subject="OBJET-DU-PERSONNEL"))
    answer = leila.client.get(reverse("portal:download"))
    held = json.loads(answer.content)
    assert held["personne"]["given_names"] == "Leïla" and held["personne"]["address"] == "12, rue du Lac"
    assert [need["besoin"] for need in held["plan"]] == ["Un logement"]
    assert held["statuts"] and held["consentements"] and held["rendez_vous"] and held["langues_de_service"]
    said = answer.content.decode()
    for hidden in ("NOTE-DU", "RESTREINT", "OBJET-DU"):
        assert hidden not in said


def test_each_personal_field_is_taken_away_or_left_out_for_a_reason(leila) -> None:
    """One added to the register is decided here too."""
    taken = {"person", "immigrationstatus", "frenchlevel", "servicelanguage", "onlinerequest", "consent", "document"}
    taken |= {"caseappointment", "inscription", "attendance", "documentrequest"}
    models = {key.split(".")[0] for key in PERSONAL}
    assert models == taken | set(LEFT_OUT)
    assert own_data(leila.case, leila.space, AT)["note"]


def test_group_sessions_are_taken_away_too(leila) -> None:
    row = AppointmentFactory.create()
    block = Block.objects.create(cohort=CohortFactory.create(), appointment=row)
    seat = Inscription.objects.create(
        cohort=block.cohort,
        case=leila.case,
        seat=1,
        asked_at=AT,
        asked_by=row.worker,
        attestation="A-1",
        attested_at=AT,
        attested_by=row.worker,
    )
    Attendance.objects.create(inscription=seat, block=block, is_present=True, noted_at=AT, noted_by=row.worker)
    [session] = own_data(leila.case, leila.space, AT)["seances_de_groupe"]
    assert (session["attestation"], session["blocs"]) == ("A-1", [{"debut": row.starts_at, "presence": True}])


def test_the_calendar_says_when_and_nothing_more(leila) -> None:
    start = AT + timedelta(days=2)
    row = AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)), subject="OBJET")
    CaseAppointmentFactory.create(case=leila.case, appointment=row)
    CaseAppointmentFactory.create(case=leila.case, appointment=AppointmentFactory.create())
    answer = leila.client.get(reverse("portal:calendar"))
    [event] = [one for one in Calendar.from_ical(answer.content).walk("VEVENT") if one.decoded("dtstart") == start]
    assert str(event["summary"]) == "Rendez-vous"
    said = answer.content.decode()
    for name in (row.worker.full_name, row.service_point.name, "OBJET", "Haddad", leila.case.reference):
        assert name not in said


def test_in_french_alone_what_is_wrong_is_parted_from_its_field(leila) -> None:
    page = text_of(leila.client.post(reverse("portal:documents"), {"document_title": "Bail"}))
    assert "Fichier</a> : Ce renseignement est demandé." in page
