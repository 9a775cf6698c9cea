"""An organisation asks for changes; whoever keeps the directory settles them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ancrage.accounts.actions.notifications import mark_read
from ancrage.accounts.models import Notification
from ancrage.core import now
from ancrage.directory.actions.proposals import ProposalRefused, propose, settle_proposal
from ancrage.directory.actions.records import change_record
from ancrage.directory.models import Metadata, Proposal, Publication, RecordPair, Service
from tests.directory.rich import rich_service
from tests.directory.test_records import opened, typed
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import OrganizationMemberFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return rich_service()


@pytest.fixture
def worker(service):
    return OrganizationMemberFactory.create(organization=service.organization, user=user_as("partner_worker")).user


@pytest.fixture
def keeper(service):
    return user_as("regional_adviser", service.organization.region)


@pytest.fixture
def asked(service, worker) -> Proposal:
    content = {"name": "Halte du soir", "fee": "Gratuit"}
    return propose(record=service, content=content, by=worker, user=worker, at=now())


def settle(client: Client, keeper, proposal: Proposal, **data):
    return signed_in(client, keeper).post(reverse("directory:proposal", args=[proposal.pk]), data)


def test_asked_compared_accepted_and_told(client, service, worker, keeper) -> None:
    partner = signed_in(Client(), worker)
    address = reverse("directory:propose_changes", args=["services", service.pk])
    assert address in partner.get(reverse("directory:own_records")).content.decode()
    data = typed(opened(partner, address), name="Halte du soir", **{"phones-0-number": "418 555-0188"})
    assert partner.post(address, data)["Location"] == reverse("directory:own_records")
    assert Service.objects.get().name == "Halte-garderie"
    made = Proposal.objects.get()
    assert set(made.changes) == {"name", "phones"}
    agent = signed_in(client, keeper)
    assert "Halte-garderie" in agent.get(reverse("directory:proposals")).content.decode()
    page = agent.get(reverse("directory:proposal", args=[made.pk])).content.decode()
    assert "Halte du soir" in page
    assert "418\u00a0555-0188" in page
    assert settle(client, keeper, made, accepted=["name", "phones"])["Location"] == reverse("directory:proposals")
    service.refresh_from_db()
    assert service.name == "Halte du soir"
    assert Metadata.objects.filter(updated_by=service.organization.name, field_name="name").count() == 1
    [told] = Notification.objects.filter(user=worker)
    assert "acceptée" in told.text
    assert "Acceptée" in partner.get(reverse("directory:own_records")).content.decode()


def test_accepted_in_part_with_a_reason(client, service, keeper, worker, asked) -> None:
    answer = settle(client, keeper, asked, accepted=["fee"])
    assert "Dites pourquoi" in answer.content.decode()
    settle(client, keeper, asked, accepted=["fee"], reason="Le nom est celui du registre.")
    service.refresh_from_db()
    assert (service.name, service.fee) == ("Halte-garderie", "Gratuit")
    assert "celui du registre" in Notification.objects.get(user=worker).text
    asked.refresh_from_db()
    assert (asked.state, asked.accepted) == ("partly", ["fee"])


def test_refused_whole_nothing_changes(client, service, keeper, asked) -> None:
    settle(client, keeper, asked, reason="Ce n’est pas le bon service.")
    service.refresh_from_db()
    assert service.name == "Halte-garderie"
    assert Proposal.objects.get().state == "refused"


def test_two_agents_one_wins(client, keeper, asked) -> None:
    settle_proposal(proposal=asked, accepted=["name", "fee"], reason="", by=keeper, at=now())
    with pytest.raises(ProposalRefused, match="déjà réglée"):
        settle_proposal(proposal=asked, accepted=[], reason="Non.", by=keeper, at=now())
    address = settle(client, keeper, asked, reason="Non.")["Location"]
    assert "déjà réglée" in client.get(address).content.decode()
    assert Proposal.objects.get().state == "accepted"


def test_a_record_changed_since_says_so(client, service, keeper, asked) -> None:
    change_record(record=service, content={"name": "Halte d’été"}, by=keeper, body="Ancrage", at=now() + timedelta(1))
    page = signed_in(client, keeper).get(reverse("directory:proposal", args=[asked.pk])).content.decode()
    assert page.count("Changé depuis") == 1
    assert "Halte d’été" in page
    assert "Halte-garderie" in page


def test_of_a_record_that_is_gone_only_a_refusal_is_left(client, service, keeper, asked) -> None:
    service.delete()
    assert "n’existe plus" in settle(client, keeper, asked, accepted=["name", "fee"]).content.decode()
    assert settle(client, keeper, asked, reason="La fiche est partie.").status_code == 302


def test_what_is_accepted_must_hold_together(client, service, keeper, worker) -> None:
    made = propose(record=service, content={"minimum_age": 50}, by=worker, user=worker, at=now())
    assert "âge maximal" in settle(client, keeper, made, accepted=["minimum_age"]).content.decode()
    assert Proposal.objects.get().state == "pending"


def test_nothing_different_is_nothing_asked(service, worker) -> None:
    with pytest.raises(ProposalRefused, match="Rien"):
        propose(record=service, content={"name": service.name}, by=worker, user=worker, at=now())


def test_the_same_statements_for_one_and_many(client, service, keeper, worker, django_assert_max_num_queries) -> None:
    for _one in range(5):
        other = ServiceFactory.create(organization=service.organization)
        propose(record=other, content={"name": "Autre"}, by=worker, user=worker, at=now())
    agent = signed_in(client, keeper)
    with django_assert_max_num_queries(14):
        agent.get(reverse("directory:proposals"))


def propose_a_service(client: Client, service: Service, **changes) -> str:
    address = reverse("directory:propose_new", args=[service.organization_id, "services"])
    data = {"name": "Cuisine du dimanche", "domains": ["garde"], "modes": ["phone"], "fee_kind": "free"} | changes
    assert client.post(address, typed(opened(client, address), **data))["Location"] == reverse("directory:own_records")
    return address


def test_a_service_that_does_not_exist_is_proposed_accepted_and_found(client, service, worker, keeper) -> None:
    partner = signed_in(Client(), worker)
    address = propose_a_service(partner, service)
    page = partner.get(reverse("directory:own_records")).content.decode()
    assert address in page
    assert "Nouveau service" in page
    made = Proposal.objects.get()
    assert made.is_new
    assert Service.objects.get() == service
    agent = signed_in(client, keeper)
    assert "Cuisine du dimanche" in agent.get(reverse("directory:proposals")).content.decode()
    answer = agent.get(reverse("directory:proposal", args=[made.pk]))
    assert [line.name for line in answer.context["lines"]] == ["name", "domains", "modes", "fee_kind"]
    page = answer.content.decode()
    assert "La fiche dit" not in page
    assert "n’existe plus" not in page
    assert "Gratuit" in page
    settle(client, keeper, made, accepted=list(made.changes))
    entered = Service.objects.get(name="Cuisine du dimanche")
    assert (entered.pk, entered.organization, entered.is_public) == (made.resource_id, service.organization, True)
    assert Publication.objects.filter(service=entered).exists()
    assert Metadata.objects.get(resource_id=entered.pk, field_name="name").last_action_type == "create"
    assert "Cuisine du dimanche » est au répertoire" in Notification.objects.get(user=worker).text
    assert Client().get(reverse("directory:public_service", args=[entered.pk])).status_code == 200
    assert agent.get(reverse("directory:proposal", args=[made.pk])).status_code == 200


def test_refused_a_service_does_not_exist_and_its_name_stays(client, service, worker, keeper) -> None:
    partner = signed_in(Client(), worker)
    propose_a_service(partner, service)
    made = Proposal.objects.get()
    settle(client, keeper, made, reason="Ce service est déjà celui du dimanche.")
    assert Service.objects.get() == service
    page = partner.get(reverse("directory:own_records")).content.decode()
    assert "Cuisine du dimanche" in page
    assert "déjà celui du dimanche" in page
    page = signed_in(client, keeper).get(reverse("directory:proposal", args=[made.pk])).content.decode()
    assert "n’existe plus" not in page


def test_a_service_is_not_accepted_without_its_name(client, service, worker, keeper) -> None:
    propose_a_service(signed_in(Client(), worker), service)
    made = Proposal.objects.get()
    answer = settle(client, keeper, made, accepted=["domains"], reason="Pas ce nom.")
    assert answer.status_code == 200
    assert Service.objects.get() == service
    assert Proposal.objects.get().state == "pending"


def test_a_service_much_like_another_is_shown_as_its_double(client, service, worker, keeper) -> None:
    propose_a_service(signed_in(Client(), worker), service, name="Halte garderie")
    made = Proposal.objects.get()
    settle(client, keeper, made, accepted=list(made.changes))
    assert made.resource_id in RecordPair.objects.values_list("one", "other").get()


def test_whoever_keeps_the_directory_is_told_once_for_many(client, service, worker, keeper) -> None:
    elsewhere, reader = user_as("regional_adviser"), user_as("integration_agent")
    english = user_as("regional_adviser", service.organization.region, language="en")
    for name in ("Halte du soir", "Halte du matin"):
        propose(record=service, content={"name": name}, by=worker, user=worker, at=now())
    [told] = Notification.objects.filter(user=keeper)
    assert (told.kind, told.path) == ("directory.proposal_made", reverse("directory:proposals"))
    assert "propose un changement" in told.text
    assert "proposes a change" in Notification.objects.get(user=english).text
    assert not Notification.objects.filter(user__in=[elsewhere, reader, worker]).exists()
    mark_read(user=keeper, at=now())
    propose(record=service, content={"name": "Halte"}, by=worker, user=worker, at=now())
    assert Notification.objects.filter(user=keeper).count() == 2


def test_of_a_region_that_nobody_keeps_whoever_keeps_all_is_told(service, worker) -> None:
    administrator = user_as("system_administrator")
    propose(record=service, content={"name": "Halte du soir"}, by=worker, user=worker, at=now())
    assert Notification.objects.get().user == administrator
