"""Whoever keeps the directory of a region enters and changes its records."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.directory.actions.records import RecordChanged, RecordRefused, change_record
from ancrage.directory.models import Metadata, Organization, Publication, RecordDraft, Service, ServiceEligibility
from ancrage.directory.queries.contents import content_of
from tests.directory.rich import rich_service
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import MADE, OrganizationFactory, ServiceFactory
from tests.factories.territory import MrcFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def edit_address(record: Any) -> str:
    slug = {"organization": "organismes", "service": "services", "location": "lieux", "program": "programmes"}
    return reverse("directory:edit_record", args=[slug[record._meta.model_name], record.pk])


def typed(form: Any, **changes: Any) -> dict[str, Any]:
    """What a browser sends of ``form`` as it is shown, but for ``changes``."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        bound = form[name]
        if hasattr(field.widget, "columns"):
            shown = field.widget.get_context(name, bound.value(), {"id": name})["widget"]["rows"]
            rows = [*bound.value(), *({} for _one in shown[len(bound.value()) :])]
            for number, row in enumerate(rows):
                data[f"{name}-{number}-id"] = row.get("id", "")
                for column in field.columns:
                    value = column.field().prepare_value(row.get(column.name, column.field().initial))
                    data[f"{name}-{number}-{column.name}"] = "" if value is None else value
            continue
        value = field.prepare_value(bound.value())
        data[name] = "" if value is None else value
    return data | changes


def opened(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["form"]


@pytest.fixture
def service() -> Service:
    return rich_service()


@pytest.fixture
def keeper(client: Client, service: Service) -> Client:
    return signed_in(client, user_as("regional_adviser", service.organization.region))


def test_saved_as_it_is_shown_nothing_changes(keeper, service) -> None:
    place = service.locations.get()
    for record in (service, service.organization, place, service.program):
        before = content_of(record)
        address = edit_address(record)
        answer = keeper.post(address, typed(opened(keeper, address)))
        assert answer.status_code == 302, answer.context["form"].errors
        assert content_of(type(record)._default_manager.get(pk=record.pk)) == before
    assert Metadata.objects.filter(last_action_date__gt=MADE).count() == 0
    assert not AuditEntry.objects.filter(verb__startswith="directory.").exists()


def test_what_is_changed_is_written_told_and_kept(keeper, service) -> None:
    address = edit_address(service)
    rows = {
        "phones-1-id": "",
        "phones-1-number": "418 555-0177",
        "phones-1-is_public": "oui",
        "contacts-0-title": "Coordonnatrice",
        "hours": "mardi et jeudi 18 h 30 à 21 h",
    }
    form = opened(keeper, address)
    data = typed(form, name="Halte du soir", name_en="Evening drop-in", fee="Gratuit", fee_kind="free", **rows)
    assert keeper.post(address, data)["Location"] == reverse("directory:service", args=[service.pk])
    service.refresh_from_db()
    assert (service.name, service.english["name"], service.fee_kind) == ("Halte du soir", "Evening drop-in", "free")
    assert set(service.phones.values_list("number", flat=True)) == {"+14185550123", "+14185550177"}
    assert service.schedules.get().byday == "TU,TH"
    assert service.origins["name"] == service.origins["phones"] == "here"
    told = {row.field_name: row for row in Metadata.objects.filter(resource_id=service.pk, last_action_date__gt=MADE)}
    assert told["name"].replacement_value == "Halte du soir"
    assert told["name (en)"].previous_value == "Drop-in child care"
    assert told["contacts"].replacement_value == ""
    assert "418" in told["phones"].replacement_value
    assert all(row.updated_by == f"Ancrage, {service.organization.region.name}" for row in told.values())
    entry = AuditEntry.objects.get(verb="directory.service.changed")
    assert {"name", "phones", "hours", "contacts"} <= set(entry.fields)
    assert "Halte du soir" in Publication.objects.get(service=service).full


def test_the_address_of_referrals_is_never_told(keeper, service) -> None:
    address = edit_address(service.organization)
    keeper.post(address, typed(opened(keeper, address), email="nouveau@mfm.example"))
    assert Organization.objects.get().email == "nouveau@mfm.example"
    assert not Metadata.objects.filter(replacement_value__contains="nouveau").exists()
    assert AuditEntry.objects.get(verb="directory.organization.changed").fields == ["email"]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "demandé"),
        ({"url": "pas une adresse"}, "url", "https://"),
        ({"hours": "sur rendez-vous"}, "hours", "jours et des heures"),
        ({"minimum_age": "12", "maximum_age": "3"}, "__all__", "âge"),
        ({"phones-0-number": "12345"}, "phones", "Ligne 1"),
        ({"languages": "klingonais"}, "languages", "klingonais"),
        ({"cost_options-0-amount": "beaucoup"}, "cost_options", "Montant"),
        ({"eligibilities-0-start": "hier"}, "eligibilities", "Du"),
        ({"name": "x" * 201}, "name", "200"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(keeper, service, changes, field, said) -> None:
    address = edit_address(service)
    answer = keeper.post(address, typed(opened(keeper, address), description="Récrit.", **changes))
    assert answer.status_code == 200
    assert said in " ".join(answer.context["form"].errors[field])
    assert "Récrit." in answer.content.decode()
    assert Service.objects.get().description != "Récrit."


def test_a_rule_of_status_begins_and_ends(keeper, service) -> None:
    address = edit_address(service)
    code = ServiceEligibility.objects.get().status.code
    data = typed(opened(keeper, address)) | {
        "eligibilities-0-until": "2021-06-01",
        "eligibilities-1-id": "",
        "eligibilities-1-status": code,
        "eligibilities-1-is_admitted": "oui",
        "eligibilities-1-start": "2021-06-01",
    }
    assert keeper.post(address, data).status_code == 302
    assert list(service.eligibilities.order_by("during").values_list("is_admitted", flat=True)) == [False, True]
    data = typed(opened(keeper, address)) | {"eligibilities-1-start": "2021-05-01"}
    answer = keeper.post(address, data)
    assert "chevauchent" in str(answer.context["form"].errors["eligibilities"])


def test_two_agents_at_once_the_second_is_told(keeper, service) -> None:
    address = edit_address(service)
    data = typed(opened(keeper, address), name="La mienne")
    other = user_as("system_administrator")
    values = {"name": "La sienne"}
    change_record(record=service, content=values, by=other, body="Ancrage", at=now() + timedelta(seconds=1))
    answer = keeper.post(address, data)
    assert "entre-temps\u00a0: Nom" in answer.content.decode()
    with pytest.raises(RecordChanged):
        change_record(record=service, content={"name": "x"}, by=other, body="Ancrage", at=now(), seen=now())
    data["seen"] = str((now() + timedelta(seconds=2)).timestamp())
    assert keeper.post(address, data).status_code == 302
    assert Service.objects.get().name == "La mienne"


def test_a_draft_is_kept_resumed_and_dropped(keeper, service) -> None:
    address = edit_address(service)
    data = typed(opened(keeper, address), name="En cours", **{"phones-0-number": "abc"})
    assert "Brouillon gardé" in keeper.post(f"{address}?brouillon=1", data).content.decode()
    assert Service.objects.get().name == "Halte-garderie"
    page = keeper.get(address).content.decode()
    assert "Votre brouillon est repris" in page
    assert 'value="En cours"' in page
    assert 'value="abc"' in page
    keeper.post(address, {"oublier": "1"})
    assert not RecordDraft.objects.exists()
    keeper.post(f"{address}?brouillon=1", data)
    assert (
        keeper.post(address, typed(opened(keeper, address), **{"phones-0-number": "418 555-0150"})).status_code == 302
    )
    assert Service.objects.get().name == "En cours"
    assert not RecordDraft.objects.exists()


def test_shown_closed_gone_and_back(keeper, service) -> None:
    page = reverse("directory:service", args=[service.pk])

    def act(slug: str) -> Service:
        answer = keeper.post(reverse("directory:record_standing", args=["services", service.pk, slug]))
        assert answer["Location"] == page
        return Service.objects.get()

    assert not act("masquer").is_public
    assert not Publication.objects.get().is_public
    assert act("montrer").is_public
    gone = act("disparu")
    assert (gone.is_active, gone.is_defunct) == (False, True)
    back = act("rouvrir")
    assert (back.is_active, back.is_defunct) == (True, False)
    assert not act("fermer").is_active
    address = reverse("directory:record_standing", args=["programmes", service.program_id, "fermer"])
    assert keeper.post(address).status_code == 404


def test_an_organisation_and_what_it_offers_are_entered(client) -> None:
    town = MunicipalityFactory.create()
    keeper = signed_in(client, user_as("regional_adviser", town.mrc.region))
    address = reverse("directory:add_organization")
    data = typed(opened(keeper, address), name="Coop du Quai", kind="cooperative", municipality=town.name)
    answer = keeper.post(address, data)
    made = Organization.objects.get()
    assert answer["Location"] == reverse("directory:organization", args=[made.pk])
    assert made.region == town.mrc.region
    for kind, values in {
        "lieux": {"name": "Le quai", "municipality": town.name, "is_public": "oui", "addresses-0-id": "",
                  "addresses-0-address_1": "1, rue du Quai", "addresses-0-postal_code": "g5l 1a1"},
        "programmes": {"name": "Au large"},
    }.items():  # fmt: skip
        address = reverse("directory:add_part", args=[made.pk, kind])
        answer = keeper.post(address, typed(opened(keeper, address), **values))
        assert answer.status_code == 302, answer.context["form"].errors
    assert made.locations.get().addresses.get().postal_code == "G5L 1A1"
    assert keeper.get(reverse("directory:organization", args=[made.pk])).status_code == 200
    elsewhere = MunicipalityFactory.create()
    address = reverse("directory:add_organization")
    data = typed(opened(keeper, address), name="Ailleurs", kind="community", municipality=elsewhere.name)
    assert "région dont vous tenez" in keeper.post(address, data).content.decode()
    assert Organization.objects.count() == 1


def test_an_o_typed_for_a_zero_is_said(keeper, service) -> None:
    address = edit_address(service.locations.get())
    answer = keeper.post(address, typed(opened(keeper, address), **{"addresses-0-postal_code": "G5L 1AO"}))
    assert answer.status_code == 200
    answer = keeper.post(address, typed(opened(keeper, address), **{"addresses-0-postal_code": "GOJ 1J0"}))
    assert "G0J 1J0" in str(answer.context["form"].errors["addresses"])


def test_a_record_of_a_region_one_does_not_keep_is_only_read(keeper) -> None:
    other = ServiceFactory.create()
    assert keeper.get(edit_address(other)).status_code == 404
    assert "Tenir la fiche" not in keeper.get(reverse("directory:service", args=[other.pk])).content.decode()


def test_what_does_not_exist_any_more_is_refused(service) -> None:
    place = service.locations.get()
    place.delete()
    place.pk = place.id = service.pk
    with pytest.raises(RecordRefused):
        change_record(record=place, content={"name": "x"}, by=user_as("system_administrator"), body="x", at=now())


def test_an_organisation_without_services_is_changed(client) -> None:
    organization = OrganizationFactory.create()
    keeper = signed_in(client, user_as("system_administrator"))
    address = edit_address(organization)
    assert keeper.post(address, typed(opened(keeper, address), name="Autre nom")).status_code == 302


def test_a_service_serves_some_municipalities_beside_mrcs(keeper, service) -> None:
    here = service.organization.municipality
    near = MunicipalityFactory.create(mrc=here.mrc, name="Sainte-Félicité")
    twin = MunicipalityFactory.create(
        mrc=MrcFactory.create(region=here.mrc.region, name="La Haute-Côte"), name=near.name
    )
    form = opened(keeper, edit_address(service))
    assert form["areas"].value() == [f"mrc:{here.mrc.pk}"]
    refused = keeper.post(edit_address(service), typed(form, **{"areas_towns-0-town": "Sainte-Félicite"}))
    assert "Choisissez un nom de la liste" in refused.content.decode()
    data = {"areas_towns-0-town": f"{twin.name}, {twin.mrc.name}", "areas_towns-1-town": here.name}
    assert keeper.post(edit_address(service), typed(form, **data)).status_code == 302
    areas = {(area.mrc_id, area.municipality_id) for area in service.areas.all()}
    assert areas == {(here.mrc.pk, None), (None, twin.pk), (None, here.pk)}
    assert "Sainte-Félicité" in Metadata.objects.get(field_name="areas", resource_id=service.pk).replacement_value
    assert Service.objects.serving(twin).get() == service
    form = opened(keeper, edit_address(service))
    assert keeper.post(edit_address(service), typed(form, **{"areas_towns-0-town": ""})).status_code == 302
    assert service.areas.exclude(municipality=None).count() == 1
