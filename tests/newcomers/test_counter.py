"""Questions at the counter: counted without a name, named later, in reach only."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.counter import CounterRefused, drop_enquiry, name_enquiry, note_enquiry, unname_enquiry
from ancrage.newcomers.models import Case, CaseState, ClosingReason, CounterEnquiry
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import CaseFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    NeedDomainFactory.create(code="logement", label_fr="Logement", label_en="Housing")
    return a_scene()


def noted(scene: Scene, **fields: Any) -> CounterEnquiry:
    domain = NeedDomainFactory.create()
    point = scene.case.service_point
    return note_enquiry(
        **({"service_point": point, "domain": domain, "language": "es"} | fields), by=scene.agent, at=AT
    )


def send(scene: Scene, **typed: str) -> str:
    form = {"domain": "logement", "language": "Espagnol"} | typed
    return text_of(scene.client().post(url("counter"), form, follow=True))


def test_a_question_is_counted_in_one_form(scene) -> None:
    page = send(scene)
    assert "La question est comptée." in page and "espagnol" in page.lower()
    found = CounterEnquiry.objects.get()
    assert (found.service_point, found.language, found.case) == (scene.case.service_point, "es", None)
    assert AuditEntry.objects.get(verb="newcomers.enquiry.noted").about == []


@pytest.mark.parametrize(
    ("typed", "said"), [({"domain": ""}, "Choisissez une réponse"), ({"language": "klingon"}, "liste")]
)
def test_what_is_missing_is_said(scene, typed, said) -> None:
    assert said in send(scene, **typed)
    assert not CounterEnquiry.objects.exists()


def test_a_sensitive_subject_is_not_noted(scene) -> None:
    with pytest.raises(CounterRefused, match="comptoir"):
        noted(scene, domain=NeedDomainFactory.create(is_sensitive=True))


def test_what_was_noted_by_mistake_is_taken_back_the_same_day(scene) -> None:
    found = noted(scene)
    assert "n’est plus comptée" in text_of(scene.client().post(url("counter_drop", found), follow=True)).replace(
        "\u2019", "’"
    )
    assert not CounterEnquiry.objects.exists()
    with pytest.raises(CounterRefused, match="retirée"):
        drop_enquiry(enquiry=found, by=scene.agent, at=AT)
    with pytest.raises(CounterRefused, match="ne peut plus"):
        drop_enquiry(enquiry=noted(scene), by=scene.agent, at=AT + timedelta(days=1))


def test_it_is_named_later_and_unnamed(scene) -> None:
    found = noted(scene)
    page = scene.client().post(url("counter_name", found), {"reference": scene.case.reference.lower()}, follow=True)
    assert scene.case.reference in text_of(page)
    found.refresh_from_db()
    assert found.case == scene.case
    scene.client().post(url("counter_unname", found, scene.case))
    found.refresh_from_db()
    assert found.case is None
    with pytest.raises(CounterRefused, match="pas rattachée"):
        unname_enquiry(enquiry=found, case=scene.case, by=scene.agent, at=AT)


def test_a_dossier_out_of_reach_cannot_be_named(scene) -> None:
    found, elsewhere = noted(scene), CaseFactory.create()
    page = scene.client().post(url("counter_name", found), {"reference": elsewhere.reference})
    assert "Aucun dossier à votre portée" in text_of(page)


def test_a_restricted_dossier_named_is_not_shown(scene) -> None:
    found = noted(scene)
    name_enquiry(enquiry=found, case=scene.case, by=scene.agent, at=AT)
    Case.objects.update(is_restricted=True)
    page = text_of(scene.client(scene.colleague).get(url("counter")))
    assert "Rattachée" in page and scene.case.reference not in page


def test_one_dossier_and_an_open_one(scene) -> None:
    found = noted(scene)
    name_enquiry(enquiry=found, case=scene.case, by=scene.agent, at=AT)
    with pytest.raises(CounterRefused, match="déjà rattachée"):
        name_enquiry(enquiry=found, case=CaseFactory.create(), by=scene.agent, at=AT)
    reason = ClosingReason.objects.create(code="x", label_fr="x", label_en="x")
    closed = CaseFactory.create(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    with pytest.raises(CounterRefused, match="fermé"):
        name_enquiry(enquiry=noted(scene), case=closed, by=scene.agent, at=AT)


def test_the_last_thirty_days_are_counted_here_only(scene) -> None:
    found = noted(scene)
    noted(scene, domain=found.domain)
    noted(a_scene(), domain=found.domain)
    CounterEnquiry.objects.filter(pk=found.pk).update(at=AT - timedelta(days=31))
    assert scene.client().get(url("counter")).context["counts"] == [(found.domain.label_fr, found.domain.label_en, 1)]


def test_as_many_statements_for_three_as_for_one(scene) -> None:
    client, counts = scene.client(), []
    noted(scene)
    client.get(url("counter"))
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url("counter"))
        counts.append(len(captured))
        noted(scene)
        noted(scene)
    assert counts[0] == counts[1]


def test_a_question_has_a_language(scene) -> None:
    with pytest.raises(IntegrityError, match="counter_has_a_language"), transaction.atomic():
        noted(scene, language="")
