"""The same rows as the queryset gives, for any values; what cannot be prepared is refused."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pghistory
import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from ancrage.accounts.models import User
from ancrage.core.prepared import Sought, prepared
from ancrage.newcomers.models import Case, Person, Task
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import CaseFactory, PersonFactory, TaskFactory

pytestmark = pytest.mark.django_db
DAY = date(2021, 7, 14)


@dataclass(frozen=True)
class Reach:
    points: frozenset[UUID]
    everything: bool = False


@prepared
def cases_in(*, reach: Reach) -> QuerySet[Case]:
    rows = Case.objects.select_related("person").annotate(alone=Exists(Task.objects.filter(case=OuterRef("pk"))))
    return (rows if reach.everything else rows.filter(service_point__in=reach.points)).order_by("reference")


@prepared
def due(*, user: User, day: date) -> QuerySet[Any, Any]:
    mine = Task.objects.filter(assigned_to=user, due_on__lte=day).order_by()
    rows = mine.values_list("text", "due_on").union(mine.values_list(Value("100 %"), "due_on"), all=True)
    return rows.order_by("due_on", "text")[:10]


@prepared
def names(*, ids: tuple[UUID, ...]) -> QuerySet[Person, dict[str, Any]]:
    return Person.objects.filter(pk__in=ids).order_by("given_names").values("given_names", "birth_on")


def test_instances_come_with_their_relations_and_annotations() -> None:
    first, second = CaseFactory.create(), CaseFactory.create()
    TaskFactory.create(case=second)

    for _ in range(4):
        [found] = cases_in(reach=Reach(frozenset({second.service_point_id})))
        assert (found, found.alone) == (second, True)
        with CaptureQueriesContext(connection) as asked:
            assert found.person == second.person
        assert len(asked) == 0
    [found] = cases_in(reach=Reach(frozenset({first.service_point_id})))
    assert (found, found.alone) == (first, False)
    assert set(cases_in(reach=Reach(frozenset(), everything=True))) == {first, second}
    assert cases_in(reach=Reach(frozenset())) == []


def test_values_and_unions_are_those_of_each_call() -> None:
    mine, theirs = UserFactory.create(), UserFactory.create()
    TaskFactory.create(assigned_to=mine, text="Appeler", due_on=DAY)
    TaskFactory.create(assigned_to=mine, text="Écrire", due_on=DAY + timedelta(days=1))
    TaskFactory.create(assigned_to=theirs, text="Rien", due_on=DAY)

    for _ in range(4):
        assert due(user=mine, day=DAY) == [("100 %", DAY), ("Appeler", DAY)]
        assert len(due(user=mine, day=DAY + timedelta(days=1))) == 4
        assert due(user=UserFactory.create(), day=DAY) == []


def test_collections_of_any_length() -> None:
    people = [PersonFactory.create(given_names=name) for name in ("Ana", "Bo", "Cy")]

    for number in (3, 1, 2, 3):
        found = names(ids=tuple(person.pk for person in people[:number]))
        assert [row["given_names"] for row in found] == ["Ana", "Bo", "Cy"][:number]
    assert names(ids=()) == []


def test_a_set_has_no_order() -> None:
    cases = CaseFactory.create_batch(8)
    for number in range(8, 1, -1):
        points = frozenset(case.service_point_id for case in cases[:number])
        assert set(cases_in(reach=Reach(points))) == set(cases[:number])


def test_one_statement_and_no_composing_the_second_time() -> None:
    composed = []

    @prepared
    def tasks(*, day: date) -> QuerySet[Task]:
        composed.append(day)
        return Task.objects.filter(due_on=day)

    tasks(day=DAY)
    before = len(composed)
    with CaptureQueriesContext(connection) as asked:
        tasks(day=DAY + timedelta(days=3))
    assert (len(asked), len(composed)) == (1, before)
    assert DAY not in composed, "it is composed with stand-ins"


def test_the_history_of_a_request_adds_nothing_to_it() -> None:
    user = UserFactory.create()
    with pghistory.context(user=str(user.pk)):
        for _ in range(4):
            assert due(user=user, day=DAY) == []


def test_what_is_derived_from_the_arguments_is_refused() -> None:
    @prepared
    def soon(*, day: date) -> QuerySet[Task]:
        return Task.objects.filter(due_on__lte=day + timedelta(days=7))

    with pytest.raises(TypeError, match="soon"):
        soon(day=DAY)


def test_a_field_of_a_model_given_is_refused() -> None:
    @prepared
    def named_alike(*, user: User) -> QuerySet[User]:
        return User.objects.filter(full_name=user.full_name)

    with pytest.raises(User.DoesNotExist):
        named_alike(user=UserFactory.create())


def test_what_is_prefetched_is_refused() -> None:
    @prepared
    def with_tasks(*, pk: UUID) -> QuerySet[Case]:
        return Case.objects.filter(pk=pk).prefetch_related("tasks")

    with pytest.raises(TypeError, match="prefetched"):
        with_tasks(pk=uuid4())


def test_a_text_may_vary() -> None:
    @prepared
    def named(*, name: Sought) -> QuerySet[Person]:
        return Person.objects.filter(given_names=name)

    ana, bo = PersonFactory.create(given_names="Ana"), PersonFactory.create(given_names="Bo")
    for _ in range(3):
        assert named(name=Sought("Ana")) == [ana]
        assert named(name=Sought("Bo")) == [bo]
        assert named(name=Sought("' or true")) == []
