"""Anyone reports an error; it is protected from robots, and answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ancrage.accounts.models import Notification
from ancrage.core import now
from ancrage.core.ids import uuid7
from ancrage.directory.actions.reports import A_DAY, KEPT, forget_reports, receive_report
from ancrage.directory.jobs import publish_what_is_not_yet, publish_what_the_day_changes
from ancrage.directory.models import ErrorReport, Service
from ancrage.directory.queries.slips import give_slip
from ancrage.messaging.models import OutgoingMessage
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return ServiceFactory.create(name="Halte")


def address_of(service: Service) -> str:
    return reverse("directory:report_error", args=["services", service.pk])


def said(service: Service, **changes: str) -> dict[str, str]:
    slip = give_slip(service.pk, now() - timedelta(seconds=20))
    return {"message": "Le téléphone est faux.", "email": "", "jeton": slip} | changes


def test_said_then_answered_then_forgotten(client: Client, service) -> None:
    page = client.get(address_of(service)).content.decode()
    assert "Halte" in page
    answer = client.post(address_of(service), said(service, email="visiteuse@exemple.example"))
    assert answer["Location"] == reverse("directory:report_received")
    assert "Merci" in client.get(answer["Location"]).content.decode()
    made = ErrorReport.objects.get()
    assert made.service == service
    signed_in(client, user_as("regional_adviser", service.organization.region))
    listed = client.get(reverse("directory:reports")).content.decode()
    assert "Le téléphone est faux." in listed
    assert "Attend une réponse" in listed
    client.post(reverse("directory:report", args=[made.pk]), {"answer": "C’est corrigé."})
    assert "C’est corrigé." in OutgoingMessage.objects.get(to="visiteuse@exemple.example").body
    made.refresh_from_db()
    assert made.email == ""
    assert "Le téléphone" not in client.get(reverse("directory:reports")).content.decode()
    assert "Le téléphone" in client.get(f"{reverse('directory:reports')}?regles=1").content.decode()
    client.post(reverse("directory:report_again", args=[made.pk]))
    assert "Le téléphone" in client.get(reverse("directory:reports")).content.decode()


def test_without_an_address_nobody_is_written_to(client, service) -> None:
    client.post(address_of(service), said(service))
    signed_in(client, user_as("system_administrator"))
    client.post(reverse("directory:report", args=[ErrorReport.objects.get().pk]), {"answer": "Merci."})
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"message": ""}, "demandé"),
        ({"email": "pas un courriel"}, "adresse complète"),
        ({"jeton": "inventé"}, "trop longtemps"),
        ({"site": "https://pub.example"}, "trop vite"),
    ],
)
def test_what_is_wrong_or_a_robot_is_refused_and_nothing_is_lost(client, service, changes, words) -> None:
    answer = client.post(address_of(service), said(service, **changes))
    text = answer.content.decode()
    assert words in text
    assert changes.get("message", "Le téléphone est faux.") in text
    assert not ErrorReport.objects.exists()


def test_a_slip_of_another_record_or_too_fresh_does_not_serve(client, service) -> None:
    other = ServiceFactory.create()
    assert "trop longtemps" in client.post(address_of(other), said(service)).content.decode()
    fast = said(service, jeton=give_slip(service.pk, now()))
    assert "trop vite" in client.post(address_of(service), fast).content.decode()


def test_sent_twice_it_is_one_and_too_many_a_day_are_refused(client, service) -> None:
    once = said(service)
    client.post(address_of(service), once)
    client.post(address_of(service), once)
    assert ErrorReport.objects.count() == 1
    for _one in range(A_DAY - 1):
        client.post(address_of(service), said(service))
    assert "Trop de signalements" in client.post(address_of(service), said(service)).content.decode()
    assert ErrorReport.objects.count() == A_DAY
    elsewhere = client.post(address_of(service), said(service), REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_two_agents_one_settles(client, service) -> None:
    client.post(address_of(service), said(service))
    made = ErrorReport.objects.get()
    signed_in(client, user_as("system_administrator"))
    address = reverse("directory:report", args=[made.pk])
    assert client.post(address, {"answer": "Un."}).status_code == 302
    assert "déjà réglé" in client.post(address, {"answer": "Deux."}).content.decode()
    assert ErrorReport.objects.get().answer == "Un."
    assert forget_reports(at=now() + KEPT + timedelta(days=1)) == 1


def test_a_record_that_is_not_public_takes_no_report(client, service) -> None:
    Service.objects.update(is_public=False)
    assert client.get(address_of(service)).status_code == 404
    assert client.get(reverse("directory:report_error", args=["lieux", service.pk])).status_code == 404


def test_what_is_said_is_unreadable_in_the_database(service) -> None:
    receive_report(
        report_id=uuid7(),
        organization=service.organization,
        service=service,
        message="secret",
        email="a@b.example",
        address=None,
        at=now(),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT message || email || sender FROM directory_errorreport")
        assert "secret" not in cursor.fetchone()[0]


def test_the_jobs_of_the_night_and_of_the_minutes_run(service) -> None:
    receive_report(
        report_id=uuid7(),
        organization=service.organization,
        service=service,
        message="Vieux",
        email="",
        address=None,
        at=now() - KEPT,
    )
    ErrorReport.objects.update(closed_at=now() - KEPT - timedelta(days=1), closed_by=user_as("system_administrator"))
    publish_what_is_not_yet(0)
    assert ErrorReport.objects.exists()
    publish_what_the_day_changes(0)
    assert not ErrorReport.objects.exists()


def test_whoever_keeps_the_directory_is_told_once_for_many(client, service) -> None:
    keeper = user_as("regional_adviser", service.organization.region)
    client.post(address_of(service), said(service))
    client.post(address_of(service), said(service, message="L’heure aussi."))
    assert ErrorReport.objects.count() == 2
    [told] = Notification.objects.all()
    assert (told.user, told.kind) == (keeper, "directory.report_received")
    assert told.path == reverse("directory:reports")
