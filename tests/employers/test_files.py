"""The file of an employer: opened once by NEQ, changed, followed by one person at a time."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from ancrage.core.dates import local_day
from ancrage.directory.models import OrganizationKind
from ancrage.employers.actions.files import (
    EmployerRefused,
    Opening,
    assign,
    change_employer,
    give_employers_back,
    open_employer,
)
from ancrage.employers.enums import Size
from ancrage.employers.models import Employer, RegisteredBusiness
from ancrage.employers.queries.neq import Standing, neq_fault, standing
from tests.factories.accounts import UserFactory, signed_in, user_as
from tests.factories.employers import MOMENT, EmployerFactory
from tests.factories.territory import MunicipalityFactory

pytestmark = pytest.mark.django_db
NEQ = "1170000428"


def _opening(**values):
    town = MunicipalityFactory.create()
    return Opening(region=town.mrc.region, name="Fumoir de la Pointe inc.", municipality=town, **{"neq": NEQ, **values})


def _open(**values) -> Employer:
    by = UserFactory.create()
    return open_employer(opening=_opening(**values), adviser=by, by=by, at=MOMENT)


def test_a_file_opens_with_its_place_its_contact_and_who_follows_it() -> None:
    employer = _open(facts={"employees": 12, "size": Size.TO_19}, contact={"name": "Ginette Simard"})
    body = employer.organization
    assert (body.kind, body.is_public) == (OrganizationKind.BUSINESS, False)
    assert employer.establishments.get().is_main and employer.contacts.get().is_main
    assert employer.assignments.get().adviser == employer.adviser


@pytest.mark.parametrize("neq", ["123", "1270000428", "117000042", "11700004288", "117000042A", "١١٧٠٠٠٠٤٢٨"])
def test_a_neq_of_another_form_is_refused(neq: str) -> None:
    with pytest.raises(EmployerRefused) as refused:
        _open(neq=neq)
    assert refused.value.field == "neq"
    assert not Employer.objects.exists()


def test_a_neq_has_one_file() -> None:
    _open()
    with pytest.raises(EmployerRefused, match="porte déjà ce NEQ"):
        _open()
    assert Employer.objects.count() == 1


def test_without_a_neq_the_reason_is_asked() -> None:
    with pytest.raises(EmployerRefused) as refused:
        _open(neq="")
    assert refused.value.field == "no_neq_reason"
    assert _open(neq="", no_neq_reason="Ferme non immatriculée").neq is None


def test_what_the_register_says() -> None:
    assert standing(None) == Standing.NONE
    assert standing(NEQ) == Standing.UNVERIFIED
    line = RegisteredBusiness.objects.create(neq=NEQ)
    assert standing(NEQ) == Standing.REGISTERED
    held = _open()
    line.is_struck = True
    line.save()
    assert standing(NEQ) == Standing.STRUCK
    assert neq_fault(NEQ, held=held) == ""  # its own
    held.delete()
    assert "radiée" in neq_fault(NEQ)


def test_only_what_differs_is_written() -> None:
    employer = _open()
    by = UserFactory.create()
    values = {"neq": NEQ, "name": "Fumoir du Large inc.", "activity": "Poisson fumé"}
    assert sorted(change_employer(employer=employer, values=values, by=by, at=MOMENT)) == ["activity", "name"]
    employer.organization.refresh_from_db()
    assert employer.organization.name == "Fumoir du Large inc."
    assert change_employer(employer=employer, values=values, by=by, at=MOMENT) == []


def test_a_file_takes_no_neq_of_another() -> None:
    _open()
    other = EmployerFactory.create()
    with pytest.raises(EmployerRefused):
        change_employer(employer=other, values={"neq": NEQ}, by=UserFactory.create(), at=MOMENT)


def test_who_follows_is_dated_and_the_past_stays() -> None:
    employer = _open()
    first, second = employer.adviser, UserFactory.create()
    later = MOMENT.replace(month=3)
    assign(employer=employer, adviser=second, by=second, at=later)
    held = employer.assignments.order_by("during")
    day = local_day(later)
    assert [(one.adviser, one.during) for one in held] == [
        (first, DateRange(local_day(MOMENT), day)),
        (second, DateRange(day, None)),
    ]
    give_employers_back(second, by=second, at=later)
    employer.refresh_from_db()
    assert employer.adviser is None


def test_an_adviser_opens_a_file_and_finds_it(client) -> None:
    user = user_as("regional_adviser")
    signed_in(client, user)
    town = MunicipalityFactory.create()
    typed = {
        "neq": "11 7000 0428",
        "name": "Fumoir de la Pointe inc.",
        "municipality": town.name,
        "employees": "12",
        "origin": "portal",
        "contact_name": "Ginette Simard",
        "contact_phone": "418 555-0193",
    }
    answer = client.post(reverse("employers:employer_open"), typed)
    employer = Employer.objects.get()
    assert answer.headers["Location"] == reverse("employers:employer", args=[employer.pk])
    assert (employer.size, employer.adviser) == (Size.TO_19, user)
    listed = client.get(reverse("employers:employers"), {"q": "fumoir pointe", "size": "5-19", "adviser": "moi"})
    assert "Fumoir de la Pointe inc." in listed.content.decode()
    assert "Fumoir" not in client.get(reverse("employers:employers"), {"state": "accompagnes"}).content.decode()
    assert "Fumoir de la Pointe" in client.get(reverse("employers:employers"), {"q": "117000"}).content.decode()


def test_nothing_typed_is_lost(client) -> None:
    signed_in(client, user_as("regional_adviser"))
    page = client.post(
        reverse("employers:employer_open"), {"neq": "12", "name": "Fumoir", "contact_phone": "418 555-0193"}
    )
    text = page.content.decode()
    assert "Un NEQ a dix chiffres" not in text  # the rest is wrong too: the action was not asked
    assert "Donnez le nom de la personne à joindre." in text
    assert 'value="Fumoir"' in text and "418 555-0193" in text


def test_the_bar_finds_an_employer_by_name_and_by_neq(client) -> None:
    user = user_as("regional_adviser")
    signed_in(client, user)
    near = EmployerFactory.create(
        organization__name="Fumoir de la Pointe", organization__region=user.assignments.get().region
    )
    EmployerFactory.create(organization__name="Fumoir d’ailleurs")
    for typed in ("fumoir", str(near.neq)[:6]):
        page = client.get(reverse("workspace:search"), {"q": typed}).content.decode()
        assert "Fumoir de la Pointe" in page and "ailleurs" not in page
