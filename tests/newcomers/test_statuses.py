from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from ancrage.core.dates import local_day
from ancrage.newcomers.actions.statuses import StatusRefused, add_status, end_status
from ancrage.newcomers.models import ImmigrationStatus
from ancrage.newcomers.queries.statuses import expiring_status
from tests.factories.directory import StatusCategoryFactory
from tests.factories.newcomers import ImmigrationStatusFactory, PersonFactory
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 3, 31, 16, 0, tzinfo=UTC)
DAY = local_day(NOON)


def add(scene, **changes):
    values = {
        "category": StatusCategoryFactory.create(),
        "program": "",
        "document": "work_permit",
        "document_number": "U123456789",
        "valid_from": date(2021, 1, 22),
        "valid_to": date(2021, 6, 30),
    }
    return add_status(case=scene.case, **(values | changes), by=scene.agent, at=NOON)


def test_a_status_joins_the_history_its_number_encrypted():
    scene = a_scene()
    status = add(scene)
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_number FROM newcomers_immigrationstatus WHERE id = %s", [status.pk])
        assert "123456" not in cursor.fetchone()[0]
    assert ImmigrationStatus.objects.get().document_number == "U123456789"


@pytest.mark.parametrize(("number", "shown"), [("U123456789", "•••••••789"), ("12", "•••12"), ("", "")])
def test_only_the_last_three_characters_show(number, shown):
    assert ImmigrationStatusFactory.build(document_number=number, person=None, category=None).masked_number == shown


def test_the_page_never_shows_the_whole_number():
    scene = a_scene()
    add(scene)
    text = text_of(scene.client().get(url("statuses", scene.case)))
    assert "•••••••789" in text
    assert "U123456789" not in text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"valid_to": date(2021, 1, 21)}, "valid_to", "La fin du permis précède son début."),
        ({"valid_from": date(1980, 1, 1)}, "valid_from", "Le statut commence avant la naissance."),
    ],
)
def test_each_refusal_says_why(changes, field, sentence):
    scene = a_scene(person=PersonFactory.create(birth_on=date(1990, 1, 1)))
    with pytest.raises(StatusRefused, match=sentence) as refusal:
        add(scene, **changes)
    assert refusal.value.field == field


def test_a_permit_that_ends_before_it_starts_is_said_beside_the_field():
    scene = a_scene()
    category = StatusCategoryFactory.create()
    typed = {"category": category.pk, "document": "work_permit", "document_number": "U1"}
    answer = scene.client().post(
        url("status_add", scene.case), typed | {"valid_from": "2021-06-30", "valid_to": "2021-06-29"}
    )
    text = text_of(answer)
    assert "La fin du permis précède son début." in text
    assert 'href="#id_valid_to"' in text
    assert 'value="U1"' in text
    answer = scene.client().post(url("status_add", scene.case), typed | {"valid_from": "2021-06-30", "valid_to": ""})
    assert answer["Location"] == url("statuses", scene.case)


def test_ending_a_status_keeps_it():
    scene = a_scene()
    status = add(scene)
    for on, sentence in ((date(2021, 1, 21), "précède son début"), (date(2021, 7, 1), "déjà plus tôt")):
        with pytest.raises(StatusRefused, match=sentence):
            end_status(case=scene.case, status=status, on=on, by=scene.agent, at=NOON)
    end_status(case=scene.case, status=status, on=DAY, by=scene.agent, at=NOON)
    assert ImmigrationStatus.objects.get().valid_to == DAY
    with pytest.raises(StatusRefused, match="déjà terminé"):
        end_status(case=scene.case, status=status, on=DAY, by=scene.agent, at=NOON + timedelta(days=1))


def test_the_status_of_someone_else_is_not_ended_from_this_dossier():
    scene = a_scene()
    other = ImmigrationStatusFactory.create()
    assert scene.client().get(url("status_end", scene.case, other)).status_code == 404


@pytest.mark.parametrize(("days", "expires"), [(121, False), (120, True), (0, True), (-1, False)])
def test_an_expiring_permit_is_found(days, expires):
    status = ImmigrationStatusFactory.create(valid_to=DAY + timedelta(days=days))
    assert expiring_status(status.person, DAY) == (status if expires else None)


def test_a_permit_followed_by_another_does_not_alarm():
    status = ImmigrationStatusFactory.create(valid_to=DAY + timedelta(days=10))
    ImmigrationStatusFactory.create(person=status.person, valid_to=None)
    assert expiring_status(status.person, DAY) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    scene = a_scene()
    ImmigrationStatusFactory.create_batch(count, person=scene.case.person)
    client = scene.client()
    client.get(url("statuses", scene.case))
    with django_assert_num_queries(8):
        client.get(url("statuses", scene.case))
