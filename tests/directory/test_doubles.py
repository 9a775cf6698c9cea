"""Records entered twice are proposed, compared, made one, and two again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.directory.actions.doubles import PairRefused, find_doubles, merge_records, set_apart, undo_merge
from ancrage.directory.models import Organization, OrganizationMember, Phone, RecordMerge, RecordPair, Service
from ancrage.directory.models.double import UNDONE_WITHIN
from ancrage.directory.queries.contents import content_of, differences
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import OrganizationFactory, OrganizationMemberFactory, ServiceFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Organization:
    return OrganizationFactory.create(
        name="Maison des Familles de Matane", website="https://mfm.example/", phone="+14185550101"
    )


@pytest.fixture
def double(kept) -> Organization:
    return OrganizationFactory.create(
        name="Maison de la Famille de Matane",
        municipality=kept.municipality,
        description="Pour les familles.",
        website="http://www.mfm.example",
    )


@pytest.fixture
def pair(kept, double) -> RecordPair:
    assert find_doubles(organizations=[double], at=now()) == 1
    return RecordPair.objects.get()


def merged(pair: RecordPair, keeper, from_other=("description",)) -> RecordMerge:
    return merge_records(pair=pair, from_other=from_other, by=keeper, body="Ancrage", at=now())


@pytest.fixture
def keeper(kept):
    return user_as("regional_adviser", kept.region)


def test_what_makes_two_organisations_alike(kept, double, pair) -> None:
    assert set(pair.reasons) == {"name", "website"}
    assert find_doubles(organizations=[kept, double], at=now()) == 0
    stranger = OrganizationFactory.create(municipality=kept.municipality, name="Garage Beaulieu")
    Phone.objects.create(organization=stranger, number="418 555-0177")
    assert find_doubles(organizations=[stranger], at=now()) == 0
    near = OrganizationFactory.create(
        municipality=kept.municipality, name="Maison familles Matane", phone="418 555-0101"
    )
    find_doubles(organizations=[near], at=now())
    found = RecordPair.objects.exclude(pk=pair.pk).order_by("pk")
    assert any("phone" in one.reasons for one in found)


def test_two_services_of_one_organisation(kept) -> None:
    one = ServiceFactory.create(organization=kept, name="Halte-garderie du soir")
    other = ServiceFactory.create(organization=kept, name="Halte garderie (soir)")
    ServiceFactory.create(organization=kept, name="Aide aux impôts")
    ServiceFactory.create(name="Halte-garderie du soir")
    assert find_doubles(services=[one], at=now()) == 1
    found = RecordPair.objects.get()
    assert {found.one, found.other} == {one.pk, other.pk}


def test_made_one_with_all_that_points_to_it_and_two_again(kept, double, pair, keeper) -> None:
    service = ServiceFactory.create(organization=double)
    referral = ReferralFactory.create(service=service, organization=double)
    member = OrganizationMemberFactory.create(organization=double)
    shared = OrganizationMemberFactory.create(organization=double)
    OrganizationMemberFactory.create(organization=kept, user=shared.user, during=shared.during)
    before = tuple(content_of(Organization.objects.get(pk=one.pk)) for one in (kept, double))
    merge = merged(pair, keeper)
    for one in (kept, double, service, referral, member):
        one.refresh_from_db()
    assert service.organization == referral.organization == member.organization == kept
    assert kept.description == "Pour les familles."
    assert (double.is_active, double.is_public) == (False, False)
    assert OrganizationMember.objects.get(pk=shared.pk).organization == double
    assert AuditEntry.objects.get(verb="directory.organization.merged").fields == ["description"]
    assert not RecordPair.objects.exists()
    undo_merge(merge=merge, by=keeper, body="Ancrage", at=now())
    for one in (service, referral, member):
        one.refresh_from_db()
    assert service.organization == referral.organization == member.organization == double
    kept, double = (Organization.objects.get(pk=one.pk) for one in (kept, double))
    for was, one in zip(before, (kept, double), strict=True):
        assert differences(was, content_of(one)) == {}
    assert (double.is_active, double.is_public) == (True, True)


def test_what_was_corrected_since_stays(kept, pair, keeper) -> None:
    merge = merged(pair, keeper)
    Organization.objects.filter(pk=merge.kept).update(description="Corrigé depuis.")
    undo_merge(merge=merge, by=keeper, body="Ancrage", at=now())
    assert Organization.objects.get(pk=merge.kept).description == "Corrigé depuis."


def test_undone_once_and_within_thirty_days(pair, keeper) -> None:
    merge = merged(pair, keeper)
    with pytest.raises(PairRefused, match="ne peut plus"):
        undo_merge(merge=merge, by=keeper, body="x", at=now() + UNDONE_WITHIN + timedelta(minutes=1))
    undo_merge(merge=merge, by=keeper, body="x", at=now())
    with pytest.raises(PairRefused):
        undo_merge(merge=merge, by=keeper, body="x", at=now())


def test_merged_once(pair, keeper) -> None:
    merged(pair, keeper)
    with pytest.raises(PairRefused, match="déjà"):
        merged(pair, keeper)


def test_rows_chosen_of_the_other_become_new_ones(kept, double, pair, keeper) -> None:
    Phone.objects.create(organization=double, number="418 555-0109")
    merge = merged(pair, keeper, from_other=("phones",) if pair.one == kept.pk else ())
    assert Organization.objects.get(pk=merge.kept).phones.exists()
    undo_merge(merge=merge, by=keeper, body="x", at=now())
    numbers = list(Phone.objects.filter(organization=kept).values_list("number", flat=True))
    assert numbers == ["+14185550101"]


def test_services_made_one(kept, keeper) -> None:
    one = ServiceFactory.create(organization=kept, name="Halte-garderie")
    other = ServiceFactory.create(organization=kept, name="Halte garderie", languages=["fr", "es"])
    find_doubles(services=[one], at=now())
    found = RecordPair.objects.get()
    merge = merged(found, keeper, from_other=["languages"])
    gone = Service.objects.get(pk=merge.absorbed)
    assert (gone.is_active, gone.is_defunct) == (False, True)
    stays = Service.objects.get(pk=merge.kept)
    assert {one.code for one in stays.languages.all()} == {one.code for one in gone.languages.all()}
    undo_merge(merge=merge, by=keeper, body="x", at=now())
    assert Service.objects.active().filter(pk__in=[one.pk, other.pk]).count() == 2


def test_from_the_pages(client: Client, kept, double, pair, keeper) -> None:
    signed_in(client, keeper)
    page = client.get(reverse("directory:pairs")).content.decode()
    assert "Même site Web" in page
    assert (
        "Une autre fiche lui ressemble"
        in client.get(reverse("directory:organization", args=[kept.pk])).content.decode()
    )
    address = reverse("directory:pair", args=[pair.pk])
    form = client.get(address).context["form"]
    assert "Choisissez une réponse" in client.post(address, {}).content.decode()
    data = {name: form[name].value() for name in form.fields}
    assert client.post(address, data)["Location"] == reverse("directory:pairs")
    merge = RecordMerge.objects.get()
    assert "Annuler la fusion" in client.get(reverse("directory:pairs")).content.decode()
    client.post(reverse("directory:merge_undo", args=[merge.pk]))
    assert Organization.objects.active().count() == 2


def test_said_to_be_two_they_are_not_proposed_again(client: Client, pair, double, keeper) -> None:
    signed_in(client, keeper)
    client.post(reverse("directory:pair_apart", args=[pair.pk]))
    assert "Matane" not in client.get(reverse("directory:pairs")).content.decode()
    find_doubles(organizations=[double], at=now())
    assert RecordPair.objects.undecided().count() == 0
    client.post(reverse("directory:pair_again", args=[pair.pk]))
    assert RecordPair.objects.undecided().count() == 1
    set_apart(pair=pair, by=keeper, at=now())


def test_a_pair_with_a_region_one_does_not_keep_does_not_exist(client: Client, pair) -> None:
    signed_in(client, user_as("regional_adviser"))
    assert client.get(reverse("directory:pair", args=[pair.pk])).status_code == 404
    assert "Matane" not in client.get(reverse("directory:pairs")).content.decode()
