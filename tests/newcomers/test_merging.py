"""Two persons made one, and two again within thirty days, with a row behind every key."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.accounts.models import Notification, User
from ancrage.audit.models import AuditEntry
from ancrage.core.ids import uuid7
from ancrage.core.merging import keys_to, name_of
from ancrage.newcomers.actions.merging import MergeRefused, forget_snapshots, merge_persons, set_apart, undo_merge
from ancrage.newcomers.jobs import compare_persons
from ancrage.newcomers.models import (
    Case,
    CaseState,
    ClosingReason,
    HouseholdMember,
    Inscription,
    LikelyDouble,
    Person,
    PersonMerge,
)
from ancrage.newcomers.models.merge import UNDONE_WITHIN
from ancrage.portal.models import SpaceInvitation
from ancrage.referrals.models import Referral, ReferralState
from tests.factories.accounts import user_as
from tests.factories.agenda import AppointmentFactory, CohortFactory
from tests.factories.newcomers import (
    CaseAppointmentFactory,
    CaseFactory,
    CaseReferralFactory,
    CircleMemberFactory,
    FrenchLevelFactory,
    HouseholdMemberFactory,
    ImmigrationStatusFactory,
    PersonFactory,
    ServiceLanguageFactory,
)
from tests.factories.portal import SpaceFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import Scene, a_scene, director_of, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
BORN = date(1988, 5, 12)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(autouse=True)
def _reason():
    ClosingReason.objects.create(code="doublon", label_fr="Dossier en double", label_en="Duplicate file")


@pytest.fixture
def scene() -> Scene:
    return a_scene(person=PersonFactory.create(given_names="Leïla", family_names="Haddad", birth_on=BORN))


@pytest.fixture
def double(scene) -> Case:
    """Entered again at the same service point, with an e-mail and a first name written otherwise."""
    person = PersonFactory.create(given_names="Layla", family_names="Haddad", birth_on=BORN, email="l@exemple.ca")
    return CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague, person=person)


def the_pair() -> LikelyDouble:
    compare_persons(0)
    return LikelyDouble.objects.select_related("one", "other").get()


def merged(scene: Scene, *, pair: LikelyDouble | None = None, **chosen: Any) -> PersonMerge:
    pair = pair or the_pair()
    seen = {pair.one_id: pair.one.revision, pair.other_id: pair.other.revision}
    values = {"from_other": ["email"], "continuing": scene.case, "seen": seen} | chosen
    return merge_persons(pair=pair, **values, by=scene.agent, at=AT)


def behind_every_key(person: Person, scene: Scene) -> None:
    """A row of each kind that points to ``person``, beside the dossier."""
    for factory in (ImmigrationStatusFactory, FrenchLevelFactory, ServiceLanguageFactory, HouseholdMemberFactory):
        factory.create(person=person)
    SpaceFactory.create(person=person)
    SpaceInvitation.objects.create(
        person=person, way="printed", key="k", made_at=AT, made_by=scene.agent, expires_at=AT
    )
    PersonMerge.objects.create(kept=person, absorbed=uuid7(), made_at=AT, made_by=scene.agent)
    before, after = Person(id=UUID(int=1)), Person(id=UUID(int=2**128 - 1))
    for other in (before, after):
        other.given_names, other.created_at = "Zoé", AT
        other.save(force_insert=True)
        one, later = sorted([person, other], key=lambda each: each.pk)
        LikelyDouble.objects.create(one=one, other=later, score=90, found_at=AT, apart_at=AT, apart_by=scene.agent)


def pointing_to(person: Person) -> dict[str, int]:
    return {name_of(key): key.model._base_manager.filter(**{key.name: person.pk}).count() for key in keys_to(Person)}


def test_one_stays_with_everything_of_the_other(scene, double):
    merge = merged(scene)
    kept = Person.objects.get(pk=merge.kept_id)
    assert not Person.objects.filter(pk=merge.absorbed).exists()
    assert (kept.given_names, kept.email) == ("Leïla", "l@exemple.ca")
    assert set(kept.cases.all()) == {scene.case, double}
    assert not LikelyDouble.objects.exists()
    double.refresh_from_db()
    scene.case.refresh_from_db()
    assert (double.state, double.closing_reason.code) == (CaseState.CLOSED, "doublon")
    assert scene.case.state != CaseState.CLOSED


def test_the_other_dossier_may_be_the_one_that_goes_on(scene, double):
    merged(scene, continuing=double)
    scene.case.refresh_from_db()
    assert scene.case.state == CaseState.CLOSED


def test_merged_and_taken_apart_every_row_comes_back(scene, double):
    pair = the_pair()
    kept, absorbed = pair.one, pair.other
    behind_every_key(absorbed, scene)
    HouseholdMemberFactory.create(person=kept)
    rows = {person: pointing_to(person) for person in (kept, absorbed)}
    fields = {person: values_of(person) for person in (kept, absorbed)}
    assert all(rows[absorbed].values()), "a row behind every key"
    merge = merged(scene, from_other=["email", "given_names"], pair=pair)
    assert pointing_to(kept)["newcomers.frenchlevel.person"] == 1
    assert HouseholdMember.objects.filter(person=kept).count() == 1
    undo_merge(merge=merge, by=scene.agent, at=AT)
    rows[kept]["newcomers.personmerge.kept"] += 1  # the merge itself, undone
    assert {person: pointing_to(person) for person in (kept, absorbed)} == rows
    assert {person: values_of(person) for person in (kept, absorbed)} == fields
    assert not Case.objects.filter(state=CaseState.CLOSED).exists()


def values_of(person: Person) -> dict[str, Any]:
    [found] = Person.objects.filter(pk=person.pk).values()
    return {name: value for name, value in found.items() if name not in {"revision", "compared_revision"}}


def test_a_field_corrected_since_keeps_its_correction(scene, double):
    merge = merged(scene, from_other=["email", "given_names"])
    Person.objects.filter(pk=merge.kept_id).update(email="juste@exemple.ca")
    undo_merge(merge=merge, by=scene.agent, at=AT)
    kept = Person.objects.get(pk=merge.kept_id)
    assert (kept.email, kept.given_names) == ("juste@exemple.ca", "Leïla")


def test_after_thirty_days_nothing_of_it_is_kept(scene, double):
    merge = merged(scene)
    assert "Layla" in merge.snapshot
    assert forget_snapshots(at=AT + UNDONE_WITHIN - timedelta(minutes=1)) == 0
    assert forget_snapshots(at=AT + UNDONE_WITHIN) == 1
    with pytest.raises(MergeRefused, match="ne peut plus"):
        undo_merge(merge=merge, by=scene.agent, at=AT + UNDONE_WITHIN)


def test_undone_once(scene, double):
    merge = merged(scene)
    undo_merge(merge=merge, by=scene.agent, at=AT)
    with pytest.raises(MergeRefused):
        undo_merge(merge=merge, by=scene.agent, at=AT)
    assert Person.objects.count() == 2


def test_a_fiche_changed_since_it_was_compared_is_compared_again(scene, double):
    pair = the_pair()
    with pytest.raises(MergeRefused, match="a changé"):
        merged(scene, seen={pair.one_id: 7, pair.other_id: 0})
    assert Person.objects.count() == 2


def test_a_dossier_whose_referral_awaits_an_answer_is_not_closed(scene, double):
    sent = {"state": ReferralState.SENT, "sent_at": AT, "expires_at": AT + timedelta(days=14)}
    tie = CaseReferralFactory.create(case=double)
    Referral.objects.filter(pk=tie.referral_id).update(**sent)
    with pytest.raises(MergeRefused, match=f"{double.reference}.*attendent une réponse"):
        merged(scene)
    double.refresh_from_db()
    assert double.state != CaseState.CLOSED
    merged(scene, continuing=double)


def test_what_is_planned_goes_on_in_the_other_dossier_and_comes_back(scene, double):
    appointment = AppointmentFactory.create(worker=scene.agent)
    tie = CaseAppointmentFactory.create(case=double, appointment=appointment)
    cohort = CohortFactory.create(opened_by=scene.agent)
    row = Inscription.objects.create(cohort=cohort, case=double, seat=1, asked_at=AT, asked_by=scene.agent)
    merge = merged(scene)
    for one in (tie, row):
        one.refresh_from_db()
        assert one.case == scene.case
    assert Case.objects.get(pk=double.pk).state == CaseState.CLOSED
    undo_merge(merge=merge, by=scene.agent, at=AT)
    for one in (tie, row):
        one.refresh_from_db()
        assert one.case == double


def test_what_is_planned_in_a_restricted_dossier_does_not_leave_it(scene, double):
    pair = the_pair()
    Case.objects.filter(pk=double.pk).update(is_restricted=True)
    CaseAppointmentFactory.create(case=double, appointment=AppointmentFactory.create(worker=scene.agent))
    with pytest.raises(MergeRefused, match="encore prévu"):
        merged(scene, pair=pair)


def test_two_open_dossiers_need_a_choice(scene, double):
    with pytest.raises(MergeRefused, match="Choisissez le dossier"):
        merged(scene, continuing=None)


def test_the_register_says_who_made_one_of_two(scene, double):
    merge = merged(scene)
    entry = AuditEntry.objects.get(verb="newcomers.person.merged")
    assert {merge.kept_id, merge.absorbed} <= set(entry.about)
    assert entry.fields == ["email"]


def told() -> list[tuple[User, str, str]]:
    rows = Notification.objects.filter(kind="newcomers.merged").order_by("created_at", "pk")
    return [(row.user, row.text.replace("\u00a0", " "), row.path) for row in rows]


def moments_of(case: Case) -> list[str]:
    return list(case.transitions.order_by("at", "pk").values_list("kind", flat=True))


def test_whoever_follows_either_dossier_is_told_of_a_merge_and_of_its_undoing(scene, double):
    director = director_of(scene.case)
    pair = the_pair()
    seen = {pair.one_id: pair.one.revision, pair.other_id: pair.other.revision}
    merge = merge_persons(pair=pair, from_other=[], continuing=scene.case, seen=seen, by=director, at=AT)
    gone, kept = double.reference, scene.case.reference
    assert {user: (text, path) for user, text, path in told()} == {
        scene.agent: (
            f"Le dossier {kept} réunit deux fiches de la même personne; le dossier {gone} est fermé.",
            url("case", scene.case),
        ),
        scene.colleague: (
            f"Le dossier {gone} était en double : il est fermé et continue dans le dossier {kept}.",
            url("case", scene.case),
        ),
    }
    assert moments_of(scene.case) == ["merged"]
    assert scene.case.transitions.get().note == gone
    assert "Deux fiches de la personne réunies" in text_of(scene.client().get(url("case", scene.case)))
    Notification.objects.all().delete()
    undo_merge(merge=merge, by=director, at=AT)
    assert {user: (text, path) for user, text, path in told()} == {
        scene.agent: (
            f"Une fusion est annulée : le dossier {kept} redevient celui d’une seule fiche.",
            url("case", scene.case),
        ),
        scene.colleague: (f"Une fusion est annulée : le dossier {gone} est rouvert.", url("case", double)),
    }
    assert moments_of(scene.case) == ["merged", "unmerged"]
    assert moments_of(double) == ["closed", "reopened"]


def test_whoever_merges_their_own_dossiers_is_told_nothing_and_others_in_their_language(scene, double):
    User.objects.filter(pk=scene.colleague.pk).update(language="en")
    merged(scene)
    [(user, text, _path)] = told()
    assert user == scene.colleague
    assert double.reference in text
    assert "dossier" not in text


def test_a_dossier_closed_long_ago_or_that_nobody_follows_tells_nobody(scene, double):
    reason = ClosingReason.objects.get()
    Case.objects.filter(pk=double.pk).update(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    Case.objects.filter(pk=scene.case.pk).update(agent=None)
    director = director_of(scene.case)
    pair = the_pair()
    seen = {pair.one_id: pair.one.revision, pair.other_id: pair.other.revision}
    merge_persons(pair=pair, from_other=[], continuing=None, seen=seen, by=director, at=AT)
    assert told() == []


# ── the pages ──


def send(scene: Scene, pair: LikelyDouble, **changes: str) -> Any:
    page = scene.client().get(url("pair", pair))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields} | {"continuing": str(scene.case.pk)} | changes
    return scene.client().post(url("pair", pair), data)


def test_the_pair_is_compared_then_merged_then_undone(scene, double):
    pair = the_pair()
    text = text_of(scene.client().get(url("pairs")))
    assert "Leïla Haddad / Layla Haddad" in text
    assert "Même nom, transcrit autrement" in text
    assert url("pair", pair) in text
    text = text_of(scene.client().get(url("pair", pair)))
    assert "Pareil sur les deux fiches" in text
    assert "12 mai 1988" in text
    assert send(scene, pair).status_code == 302
    assert Person.objects.get().email == "l@exemple.ca"
    merge = PersonMerge.objects.get()
    assert reverse("newcomers:merge_undo", args=[merge.pk]) in text_of(scene.client().get(url("pairs")))
    scene.client().post(url("merge_undo", merge))
    assert Person.objects.count() == 2


def test_from_a_request_its_double_is_compared_and_one_comes_back(scene, double):
    pair = the_pair()
    address = url("request_double", scene.case, double)
    answer = scene.client().get(f"{address}?retour=/demandes/")
    assert answer.headers["Location"] == f"{url('pair', pair)}?retour=/demandes/"
    assert send(scene, pair, retour="/demandes/").headers["Location"] == "/demandes/"


def test_whoever_cannot_merge_them_is_led_to_the_other_dossier(scene, double):
    the_pair()
    reason = ClosingReason.objects.get()
    Case.objects.filter(pk=double.pk).update(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    CaseFactory.create(person=double.person)
    answer = scene.client().get(url("request_double", scene.case, double))
    assert answer.headers["Location"] == url("case", double)


def test_said_to_be_two_they_are_no_longer_proposed_and_this_is_undone(scene, double):
    pair = the_pair()
    scene.client().post(url("pair_apart", pair))
    assert "Layla" not in text_of(scene.client().get(url("pairs")))
    scene.client().post(url("pair_again", pair))
    assert "Layla" in text_of(scene.client().get(url("pairs")))


def test_what_was_not_chosen_is_asked_beside_it(scene, double):
    answer = send(scene, the_pair(), continuing="")
    assert "Choisissez une réponse" in text_of(answer)
    assert Person.objects.count() == 2


@pytest.mark.parametrize("which", ["elsewhere", "restricted"])
def test_out_of_reach_a_pair_does_not_exist(scene, double, which):
    if which == "elsewhere":
        Case.objects.filter(pk=double.pk).update(service_point=CaseFactory.create().service_point)
    else:
        Case.objects.filter(pk=double.pk).update(is_restricted=True)
        CircleMemberFactory.create(case=double, user=scene.colleague)
    pair = the_pair()
    assert "Layla" not in text_of(scene.client().get(url("pairs")))
    for name in ("pair", "pair_apart", "pair_again"):
        assert scene.client().post(url(name, pair)).status_code == 404
    set_apart(pair=pair, by=scene.agent, at=AT)
    assert "Layla" not in text_of(scene.client().get(url("pairs")))


def test_the_same_statements_for_one_pair_and_for_many(scene, double):
    the_pair()
    one = statements(scene)
    for name in ("Laila", "Leila"):
        person = PersonFactory.create(given_names=name, family_names="Haddad", birth_on=BORN)
        CaseFactory.create(service_point=scene.case.service_point, person=person)
    compare_persons(0)
    assert LikelyDouble.objects.count() > 3
    assert statements(scene) == one <= 14


def test_a_pair_with_a_dossier_open_at_another_point_is_not_settled_here(scene, double):
    """Known here by a closed dossier, followed elsewhere: a merge here would close what others follow."""
    reason = ClosingReason.objects.get()
    Case.objects.filter(pk=double.pk).update(state=CaseState.CLOSED, closed_at=AT, closing_reason=reason)
    pair = the_pair()
    assert scene.client().get(url("pair", pair)).status_code == 200
    CaseFactory.create(person=double.person)
    assert scene.client().get(url("pair", pair)).status_code == 404
    assert "Layla" not in text_of(scene.client().get(url("pairs")))


@pytest.fixture
def across(scene, double) -> LikelyDouble:
    """A pair of two service points of one region: each agent sees one of the two."""
    far = ServicePointFactory.create(region=scene.case.region)
    Case.objects.filter(pk=double.pk).update(service_point=far)
    return the_pair()


@pytest.mark.parametrize("which", ["another region", "restricted", "a region given up"])
def test_a_director_settles_nothing_out_of_their_reach(scene, double, across, which):
    director = director_of(scene.case)
    if which == "another region":
        other = ServicePointFactory.create()
        Case.objects.filter(pk=double.pk).update(service_point=other, region=other.region)
    elif which == "restricted":
        Case.objects.filter(pk=double.pk).update(is_restricted=True)
        CircleMemberFactory.create(case=double, user=scene.colleague)
    else:
        director.assignments.update(during=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    client = scene.client(director)
    listed = client.get(url("pairs"))
    assert listed.status_code == 404 or "Layla" not in text_of(listed)
    for name in ("pair", "pair_apart", "pair_again"):
        assert client.post(url(name, across)).status_code == 404


def test_a_pair_of_two_service_points_is_settled_by_the_director_of_both(scene, double, across):
    for agent in (scene.agent, user_as("integration_agent", double.service_point)):
        assert scene.client(agent).get(url("pair", across)).status_code == 404
    director = director_of(scene.case)
    client = scene.client(director)
    assert "Leïla Haddad / Layla Haddad" in text_of(client.get(url("pairs")))
    form = client.get(url("pair", across)).context["form"]
    seen = AuditEntry.objects.filter(verb="newcomers.list.consulted", actor=director.actor_ref)
    assert all(set(entry.about) == {across.one_id, across.other_id} for entry in seen) and seen.count() == 2
    data = {name: form[name].value() for name in form.fields} | {"continuing": str(scene.case.pk)}
    assert client.post(url("pair", across), data).status_code == 302
    double.refresh_from_db()
    assert (Person.objects.count(), double.state) == (1, CaseState.CLOSED)
    client.post(url("merge_undo", PersonMerge.objects.get()))
    assert Person.objects.count() == 2


def test_whoever_comes_second_to_a_pair_is_told(scene, double):
    pair, client = the_pair(), scene.client()
    shown = text_of(client.get(url("pair", pair.pk)))
    assert 'name="fiche"' in shown
    merged(scene, pair=pair)
    data = {"fiche": str(pair.one_id)}
    assert "ont déjà été réunies" in text_of(client.post(url("pair", pair.pk), data, follow=True))
    for wrong in ({}, {"fiche": "x"}, {"fiche": str(pair.other_id)}):
        assert client.post(url("pair", pair.pk), wrong).status_code == 404


def test_a_director_says_that_two_of_two_points_are_two(scene, across):
    client = scene.client(director_of(scene.case))
    client.post(url("pair_apart", across))
    assert "Layla" not in text_of(client.get(url("pairs")))


def statements(scene: Scene) -> int:
    client = scene.client()
    client.get(url("pairs"))
    with CaptureQueriesContext(connection) as captured:
        client.get(url("pairs"))
    return len(captured)


def test_ranges_come_back_as_they_were(scene, double):
    row = HouseholdMemberFactory.create(person=double.person, during=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    kept = scene.case.person
    HouseholdMemberFactory.create(person=kept, during=DateRange(date(2020, 6, 1), None))
    undo_merge(merge=merged(scene), by=scene.agent, at=AT)
    assert HouseholdMember.objects.get(pk=row.pk).during == DateRange(date(2020, 1, 1), date(2021, 1, 1))
