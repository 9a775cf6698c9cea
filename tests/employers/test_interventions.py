from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from ancrage.employers.actions.interventions import InterventionRefused, note_intervention, strike_intervention
from ancrage.employers.enums import Channel
from ancrage.employers.models import Intervention
from tests.factories.accounts import UserFactory, signed_in, user_as
from tests.factories.employers import MOMENT, EmployerFactory, InterventionFactory, InterventionTypeFactory

pytestmark = pytest.mark.django_db


def _note(**values) -> Intervention:
    given = {
        "employer": EmployerFactory.create(),
        "type": InterventionTypeFactory.create(),
        "happened_at": MOMENT,
        "channel": Channel.VISIT,
        "summary": "Visite",
        "text": "",
        "is_personal": True,
        "by": UserFactory.create(),
        "at": MOMENT,
    }
    return note_intervention(**{**given, **values})


def test_what_is_to_come_is_not_noted() -> None:
    with pytest.raises(InterventionRefused, match="à venir"):
        _note(happened_at=MOMENT + timedelta(minutes=1))


def test_a_group_session_never_counts() -> None:
    with pytest.raises(InterventionRefused, match="séance de groupe"):
        _note(channel=Channel.GROUP)
    assert not _note(channel=Channel.GROUP, is_personal=False).is_personal
    with pytest.raises(IntegrityError):
        InterventionFactory.create(channel=Channel.GROUP, is_personal=True)


def test_its_writer_alone_strikes_it_out() -> None:
    noted = _note()
    with pytest.raises(InterventionRefused):
        strike_intervention(intervention=noted, by=UserFactory.create(), at=MOMENT)
    strike_intervention(intervention=noted, by=noted.by, at=MOMENT)
    assert not Intervention.objects.counted().exists()


def test_noted_then_taken_back_then_put_back(client) -> None:
    user = user_as("regional_adviser")
    signed_in(client, user)
    region = user.assignments.get().region
    employer, kind = EmployerFactory.create(organization__region=region), InterventionTypeFactory.create()
    typed = {"type": str(kind.pk), "channel": "visit", "day": "2021-01-04", "summary": "Visite", "is_personal": "on"}
    page = reverse("employers:interventions", args=[employer.pk])
    assert client.post(reverse("employers:intervention_add", args=[employer.pk]), typed).headers["Location"] == page
    noted = Intervention.objects.get()
    assert "compte au bilan" in client.get(page).content.decode()
    client.post(reverse("employers:intervention_strike", args=[employer.pk, noted.pk]))
    assert "Aucune intervention" in client.get(page).content.decode()
    client.post(reverse("employers:intervention_restore", args=[employer.pk, noted.pk]))
    assert "Visite" in client.get(page, {"genre": "personnalisees"}).content.decode()
