"""A partner's account and its organisation, from the screens of an administrator."""

from datetime import timedelta

import pytest
from django.test import Client

from ancrage.accounts.access import access_of
from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.referrals.permissions import Permission
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import OrganizationFactory

pytestmark = pytest.mark.django_db


def _organizations(user):
    return access_of(user, now()).scopes(Permission.ANSWER_REFERRALS).organizations


def test_an_account_is_attached_to_its_organisation_then_detached(client: Client) -> None:
    organization, worker = OrganizationFactory.create(), user_as("partner_worker", full_name="Annie Castonguay")
    start = today() - timedelta(days=3)
    signed_in(client, user_as("system_administrator"))
    address = f"/repertoire/organismes/{organization.pk}/"
    assert _organizations(worker) == frozenset()
    assert client.post(f"{address}personnes/", {"user": worker.pk, "start": start.isoformat()})["Location"] == address
    assert _organizations(worker) == {organization.pk}
    assert "Annie Castonguay" in client.get(address).content.decode()

    again = client.post(f"{address}personnes/", {"user": worker.pk, "start": today().isoformat()})
    assert "travaille déjà" in again.content.decode()
    end = f"{address}personnes/{organization.members.get().pk}/fin/"
    assert "suivre le début" in client.post(end, {"before": start.isoformat()}).content.decode()
    assert client.post(end, {"before": today().isoformat()})["Location"] == address
    assert _organizations(worker) == frozenset()
    verbs = set(AuditEntry.objects.filter(verb__startswith="directory.").values_list("verb", flat=True))
    assert verbs == {"directory.member.attached", "directory.member.detached"}


def test_only_those_whose_role_answers_are_offered(client: Client) -> None:
    signed_in(client, user_as("system_administrator"))
    address = f"/repertoire/organismes/{OrganizationFactory.create().pk}/personnes/"
    answer = client.post(address, {"user": user_as("privacy_officer").pk, "start": today().isoformat()})
    assert answer.context["form"].errors["user"]


def test_others_do_not_see_who_works_there(client: Client) -> None:
    organization = OrganizationFactory.create()
    signed_in(client, user_as("recruitment_adviser", organization.region))
    assert "Personnes de l’organisme" not in client.get(f"/repertoire/organismes/{organization.pk}/").content.decode()
