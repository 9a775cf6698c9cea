from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ancrage.accounts.actions.assignments import AssignmentRefused, assign, end_assignment
from ancrage.accounts.models import Assignment
from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.territory.dated import from_day
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.territory import DirectorateFactory, RegionFactory, ServicePointFactory, TeamFactory

START = date(2021, 7, 1)


def _assign(**fields):
    fields = {"user": None, "role": "integration_agent", "place": None, "start": START, "at": now()} | fields
    fields["user"] = fields["user"] or UserFactory.create()
    return assign(**fields, by=fields["user"])


@pytest.mark.django_db
class TestAssign:
    def test_it_gives_the_role_at_the_place_and_says_so(self) -> None:
        point = ServicePointFactory.create()
        assignment = _assign(place=point, before=date(2021, 8, 1))
        assert (assignment.place, assignment.during) == (point, from_day(START, date(2021, 8, 1)))
        assert AuditEntry.objects.get().about == [assignment.user_id]

    @pytest.mark.parametrize(
        ("role", "factory", "says"),
        [
            ("integration_agent", None, "point de services"),
            ("integration_agent", RegionFactory, "point de services"),
            ("regional_adviser", DirectorateFactory, "région"),
            ("director", ServicePointFactory, "direction"),
            ("privacy_officer", RegionFactory, "pas à un endroit"),
            ("unheard_of", None, "n’existe pas"),
        ],
    )
    def test_each_role_asks_for_its_kind_of_place(self, role: str, factory, says: str) -> None:
        with pytest.raises(AssignmentRefused, match=says):
            _assign(role=role, place=factory.create() if factory else None)

    def test_a_place_must_exist_on_the_first_day(self) -> None:
        closed = ServicePointFactory.create(during=from_day(date(2019, 1, 1), date(2020, 1, 1)))
        with pytest.raises(AssignmentRefused, match="à la date de début"):
            _assign(place=closed)

    def test_a_team_is_one_of_the_place_on_the_first_day(self) -> None:
        team = TeamFactory.create()
        assert _assign(place=team.service_point, team=team).team == team
        with pytest.raises(AssignmentRefused, match="équipe"):
            _assign(place=ServicePointFactory.create(), team=team)
        with pytest.raises(AssignmentRefused, match="équipe"):
            _assign(role="privacy_officer", team=team)
        over = TeamFactory.create(service_point=team.service_point, during=from_day(date(2020, 1, 1), START))
        with pytest.raises(AssignmentRefused, match="équipe"):
            _assign(place=team.service_point, team=over)

    def test_a_closed_account_gets_nothing(self) -> None:
        with pytest.raises(AssignmentRefused, match="fermé"):
            _assign(user=UserFactory.create(is_active=False), place=ServicePointFactory.create())

    def test_the_end_follows_the_start(self) -> None:
        with pytest.raises(AssignmentRefused, match="suivre"):
            _assign(place=ServicePointFactory.create(), before=START)

    def test_not_twice_at_the_same_time(self) -> None:
        user, point = UserFactory.create(), ServicePointFactory.create()
        _assign(user=user, place=point, before=date(2021, 8, 1))
        _assign(user=user, place=point, start=date(2021, 8, 1))
        _assign(user=user, place=ServicePointFactory.create())
        with pytest.raises(AssignmentRefused, match="déjà ce rôle"):
            _assign(user=user, place=point, start=date(2021, 7, 31))

    def test_not_twice_either_for_a_role_without_place(self) -> None:
        user = UserFactory.create()
        _assign(user=user, role="privacy_officer")
        with pytest.raises(AssignmentRefused, match="déjà ce rôle"):
            _assign(user=user, role="privacy_officer", start=date(2022, 1, 1))


@pytest.mark.django_db
class TestEnd:
    def test_it_ends_on_the_day_given(self) -> None:
        held = AssignmentFactory.create(during=from_day(START))
        end_assignment(assignment_id=held.pk, before=date(2021, 9, 1), by=held.user, at=now())
        held.refresh_from_db()
        assert held.during == from_day(START, date(2021, 9, 1))

    def test_not_before_it_starts_nor_later_than_it_already_does(self) -> None:
        held = AssignmentFactory.create(during=from_day(START, date(2021, 9, 1)))
        for day, says in ((START, "suivre"), (date(2021, 9, 2), "déjà plus tôt")):
            with pytest.raises(AssignmentRefused, match=says):
                end_assignment(assignment_id=held.pk, before=day, by=held.user, at=now())


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_instant_one_is_refused() -> None:
    user, point, together = UserFactory.create(), ServicePointFactory.create(), Barrier(2)

    def give(_: int) -> str:
        together.wait()
        try:
            _assign(user=user, place=point)
        except AssignmentRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(give, range(2)))
    assert answers[0] == ""
    assert "déjà ce rôle" in answers[1]
    assert Assignment.objects.count() == AuditEntry.objects.count() == 1


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2023, 12, 31))
steps = st.lists(st.tuples(st.sampled_from(["give", "end"]), days, st.integers(1, 400)), min_size=1, max_size=8)


class NeverTwiceADay(TestCase):
    """Whatever is given and ended, no day has the same role twice at the same place."""

    @settings(deadline=None, max_examples=40)
    @given(steps, days)
    def test_it(self, asked: list, day: date) -> None:
        user, point = UserFactory.create(), ServicePointFactory.create()
        for verb, start, length in asked:
            try:
                if verb == "give":
                    _assign(user=user, place=point, start=start, before=start + timedelta(days=length))
                elif held := Assignment.objects.filter(user=user).order_by("pk").last():
                    end_assignment(assignment_id=held.pk, before=start, by=user, at=now())
            except AssignmentRefused:
                pass
        assert Assignment.objects.on(day).filter(user=user).count() <= 1
        assert all(held.starts_on < held.ends_before for held in Assignment.objects.filter(user=user))
