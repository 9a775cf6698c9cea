"""The demo world agrees with the press text, is always the same, and shows every case that is hard in real life."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Count, F, Q
from django.test import Client

from ancrage.accounts.access import access_of
from ancrage.accounts.models import SPACE_DOMAIN, Assignment, Notification, User
from ancrage.agenda.models import Appointment, Cohort
from ancrage.audit.models import AuditEntry
from ancrage.core.dates import add_working_days, is_working_day, local_day
from ancrage.demo.actions.clearing import clear_world
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY
from ancrage.demo.actions.loading import SEED, WorldRefused, load_world
from ancrage.demo.models import World
from ancrage.directory.models import NeedDomain, Organization, Phone, Service
from ancrage.files.reading import read_file
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions.follow_ups import agrees_to_later_contact
from ancrage.newcomers.models import (
    AssessedDomain,
    Case,
    CaseReferral,
    CaseState,
    CircleMember,
    Consent,
    Document,
    ExceptionalAccess,
    FollowUp,
    FollowUpState,
    HouseholdMember,
    ImmigrationStatus,
    NeedsAssessment,
    Person,
    ServiceLanguage,
    Task,
)
from ancrage.newcomers.queries.languages import to_warn
from ancrage.newcomers.queries.requests import lines_of, request_lines, waiting
from ancrage.plans.models import Need, PlanAction, PlanVersion
from ancrage.portal.models import Space
from ancrage.referrals.models import AnswerLink, Referral, ReferralState
from ancrage.territory.models import DirectorateRegion, Municipality, ServicePoint, ServicePointMunicipality
from ancrage.workspace.queries.day import due_items
from tests.demo.conftest import LOADED_AT
from tests.hostile import check_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
AGENTS = ("Maude Thériault", "Alexandre Dubé", "Isabelle Desrosiers")
BEFORE, AFTER = date(2021, 4, 5), date(2021, 4, 6)


def _holding(role: str, day: date) -> int:
    return Assignment.objects.on(day).filter(role=role).values("user").distinct().count()


@pytest.mark.parametrize("day", [date(2019, 8, 8), BEFORE, AFTER, OPENING_DAY])
def test_staff_and_service_points_are_those_of_the_text(day) -> None:
    assert _holding("regional_adviser", day) == 3
    assert _holding("integration_agent", day) == 3
    points = ServicePoint.objects.on(day)
    assert points.count() == 4
    towns = points.values_list("host_office__municipality__name", flat=True)
    assert Counter(towns) == {"Rimouski": 2, "Rivière-du-Loup": 1, "Matane": 1}


def test_the_directorate_is_born_on_6_april_2021() -> None:
    def directorate(day: date) -> Any:
        return DirectorateRegion.objects.on(day).get(region__code="01").directorate

    assert directorate(BEFORE) != directorate(AFTER)
    assert "Bas-Saint-Laurent et de la Gaspésie" in directorate(AFTER).name
    assert set(directorate(AFTER).coverage.on(AFTER).values_list("region__code", flat=True)) == {"01", "11"}


def test_each_municipality_of_the_region_is_served_by_one_point() -> None:
    served = ServicePointMunicipality.objects.on(OPENING_DAY)
    assert served.count() == Municipality.objects.filter(mrc__region__code="01").count()


def test_the_partners_of_the_text_are_there() -> None:
    names = " | ".join(Organization.objects.order_by("pk").values_list("name", flat=True))
    for partner in (
        "Accueil et intégration Bas-Saint-Laurent", "Carrefour jeunesse-emploi Mitis", "CLD de Rivière-du-Loup",
        "Projektion 16-35", "Service Accès-Emploi", "Service d’accueil des nouveaux arrivants de La Matanie",
    ):  # fmt: skip
        assert partner in names


def test_some_two_hundred_services_answer_every_kind_of_need() -> None:
    assert 180 <= Service.objects.count() <= 210
    assert not NeedDomain.objects.filter(services=None).exists()


def test_some_six_hundred_people_from_many_places() -> None:
    assert 580 <= Case.objects.count() <= 620
    assert Person.objects.values("origin_country").distinct().count() >= 15
    assert Case.objects.values("person__municipality__mrc").distinct().count() == 8
    assert ImmigrationStatus.objects.values("category").distinct().count() >= 10


# ── nobody real can be reached ──


def test_no_address_leads_anywhere() -> None:
    emails = [
        *User.objects.order_by("pk").values_list("email", flat=True),
        *Person.objects.exclude(email="").order_by("pk").values_list("email", flat=True),
        *Organization.objects.exclude(email="").order_by("pk").values_list("email", flat=True),
        *OutgoingMessage.objects.order_by("pk").values_list("to", flat=True),
        *Referral.objects.exclude(told_email="").order_by("pk").values_list("told_email", flat=True),
    ]
    assert len(emails) > 500
    assert [email for email in emails if not email.endswith((".example", SPACE_DOMAIN))] == []
    sites = Organization.objects.exclude(website="").order_by("pk").values_list("website", flat=True)
    assert all(site.endswith(".example/") for site in sites)


def test_no_phone_rings_anywhere() -> None:
    phones = [
        *Person.objects.exclude(phone="").order_by("pk").values_list("phone", flat=True),
        *Phone.objects.order_by("pk").values_list("number", flat=True),
    ]
    assert [phone for phone in phones if not re.fullmatch(r"\+1\d{3}55501\d\d", phone)] == []


# ── what is going on ──


def test_referrals_are_in_every_state_and_each_has_its_steps() -> None:
    assert set(Referral.objects.values_list("state", flat=True)) == set(ReferralState.values)
    told = Referral.objects.exclude(state=ReferralState.DRAFT).annotate(steps=Count("transitions"))
    assert not told.filter(steps=0).exists()
    ends = Referral.objects.order_by("pk", "transitions__at", "transitions__pk")
    last = dict(ends.values_list("state", "transitions__to_state"))
    assert last[ReferralState.DONE] == "done"


def test_what_is_shared_is_shared_under_a_consent_in_force() -> None:
    live = CaseReferral.objects.filter(referral__state__in=ReferralState.live())
    assert live.count() > 80
    assert not live.filter(Q(consent=None) | Q(consent__withdrawn_at__isnull=False)).exists()
    assert not live.filter(consent__given_at__gt=F("referral__sent_at")).exists()
    assert not Referral.objects.exclude(state__in=ReferralState.live()).exclude(package=[]).exists()
    assert live.exclude(referral__package=[]).count() == live.count()


def test_each_awaited_answer_has_a_link_that_works_and_a_message() -> None:
    awaited = Referral.objects.awaiting_answer()
    assert awaited.count() >= 10
    assert AnswerLink.objects.filter(referral__in=awaited, revoked_at=None, used_at=None).count() == awaited.count()
    messages = OutgoingMessage.objects.order_by("pk")
    assert sum("/repondre/" in message.body for message in messages) >= awaited.count()


def test_requests_run_their_clock_late_today_and_to_come() -> None:
    waiting = Case.objects.filter(state=CaseState.REQUESTED)
    due = Counter(
        (day > OPENING_DAY) - (day < OPENING_DAY) for day in waiting.values_list("first_contact_due_on", flat=True)
    )
    assert min(due[-1], due[0], due[1]) >= 2
    for case in waiting.order_by("pk"):
        assert case.first_contact_due_on == add_working_days(case.requested_at.date(), 5)
        assert is_working_day(case.first_contact_due_on)


def test_follow_ups_are_done_due_and_overdue_but_never_long_ago() -> None:
    late = FollowUp.objects.planned().filter(due_on__lt=OPENING_DAY, case__state=CaseState.ACTIVE)
    assert 5 <= late.count() <= 120
    assert not late.filter(due_on__lt=OPENING_DAY - timedelta(days=60)).exists()
    assert {FollowUpState.DONE, FollowUpState.NO_ANSWER} < set(FollowUp.objects.values_list("state", flat=True))
    assert FollowUp.objects.planned().filter(due_on__gte=OPENING_DAY).exists()


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_s_day_is_that_of_a_service_well_kept(name) -> None:
    agent = User.objects.get(full_name=name)
    due = due_items(access_of(agent, OPENING), OPENING_DAY)
    late = [item for item in due if item.due_on < OPENING_DAY]
    assert 3 <= len(late) <= 8
    assert len({item.kind for item in late}) >= 2
    assert min(item.due_on for item in late) >= OPENING_DAY - timedelta(days=16)
    assert 1 <= len(due) - len(late) <= 10


def test_the_agent_of_rimouski_has_a_full_day() -> None:
    maude = User.objects.get(full_name="Maude Thériault")
    assert Task.objects.open().filter(assigned_to=maude).exists()
    assert PlanAction.objects.overdue(OPENING_DAY).filter(goal__need__plan__case__agent=maude).exists()
    answers = Referral.objects.filter(created_by=maude, seen_at=None, answered_at__date=OPENING_DAY - timedelta(days=1))
    assert answers.exists()
    assert maude.notifications.unread().exists()


def test_the_ends_of_grounds_are_announced_and_late_partners_reminded() -> None:
    assert ServiceLanguage.objects.filter(warned_at__isnull=False, expires_on__gte=OPENING_DAY).exists()
    assert not to_warn(OPENING_DAY).exists()
    assert Notification.objects.filter(kind="newcomers.ground_expires", user__full_name="Maude Thériault").exists()
    assert Referral.objects.awaiting_answer().filter(reminded_at__isnull=False).exists()
    assert OutgoingMessage.objects.filter(subject__startswith="Rappel").exists()


def test_some_of_those_who_left_agreed_to_a_last_follow_up() -> None:
    last = FollowUp.objects.planned().filter(case__state=CaseState.CLOSED)
    assert last.exists()
    assert set(last.values_list("milestone", flat=True)) == {730}
    for row in last.select_related("case"):
        assert agrees_to_later_contact(row.case, OPENING_DAY)


# ── what makes it hard ──


def test_couples_share_a_phone() -> None:
    shared = Person.objects.exclude(phone="").values("phone").annotate(n=Count("pk")).filter(n__gt=1)
    assert shared.count() >= 30


def test_some_people_were_entered_twice_at_two_points() -> None:
    twins = (
        Person.objects.exclude(birth_on=None)
        .values("birth_on", "phone")
        .annotate(n=Count("pk"), points=Count("cases__service_point", distinct=True))
    )
    assert twins.filter(n=2, points=2).exclude(phone="").count() >= 2


def test_two_requests_of_rimouski_are_probably_of_people_known_here_and_elsewhere() -> None:
    maude = User.objects.get(full_name="Maude Thériault")
    access = access_of(maude, OPENING)
    places = [line.double and bool(line.double.case) for line in lines_of(request_lines(waiting(access)), access)]
    assert Counter(places) == {None: len(places) - 2, True: 1, False: 1}


def test_there_are_people_not_arrived_unknown_birthdays_and_single_names() -> None:
    assert Case.objects.filter(person__arrived_on=None, person__expected_on__gt=OPENING_DAY).count() >= 3
    assert Case.objects.filter(person__birth_on=None).exists()
    assert Case.objects.filter(person__family_names="").exists()
    assert Person.objects.exclude(original_name="").exists()


def test_consents_are_withdrawn_and_permits_expire() -> None:
    assert Consent.objects.exclude(withdrawn_at=None).exists()
    soon = OPENING_DAY + timedelta(days=90)
    assert ImmigrationStatus.objects.filter(valid_to__range=(OPENING_DAY, soon)).count() >= 5


def test_what_must_be_protected_is_there_and_named() -> None:
    assert Case.objects.filter(is_restricted=True).count() == 3
    assert not Case.objects.filter(is_restricted=True).exclude(circle__isnull=False).exists()
    hidden = Need.objects.filter(domain__is_sensitive=True)
    assert hidden.filter(is_restricted=True).count() == hidden.count() > 5
    named = set(CircleMember.objects.values_list("case__plan", flat=True))
    assert set(hidden.values_list("plan", flat=True)) <= named


def test_whoever_left_keeps_only_a_name_on_what_they_did() -> None:
    gone = User.objects.exclude(left_on=None)
    assert gone.count() == 2
    assert not gone.filter(is_active=True).exists()
    assert not Case.objects.filter(agent__in=gone, state=CaseState.ACTIVE).exists()


def test_assessments_and_plans_agree() -> None:
    done = NeedsAssessment.objects.exclude(completed_at=None)
    assert done.filter(number=2).count() > 30
    assert NeedsAssessment.objects.filter(completed_at=None).count() == 2
    found = AssessedDomain.objects.filter(level__gt=0, assessment__number=1, assessment__completed_at__isnull=False)
    missing = found.exclude(assessment__case__plan__needs__domain=F("domain"))
    assert not missing.exists()
    assert PlanVersion.objects.exclude(accepted_at=None).count() > 20


def test_mariana_s_dossier_shows_everything() -> None:
    case = Case.objects.get(person__given_names="Mariana", person__family_names="Ospina Restrepo")
    assert case.agent is not None
    assert (case.agent.full_name, case.person.municipality.name) == ("Maude Thériault", "Mont-Joli")
    assert case.plan.needs.count() == 7
    assert {tie.referral.state for tie in case.referrals.select_related("referral")} == {
        "waiting_list", "under_study", "started", "done",
    }  # fmt: skip
    assert case.assessments.exclude(completed_at=None).count() == 2
    assert case.plan.versions.exclude(accepted_at=None).count() == 2
    assert HouseholdMember.objects.filter(household__members__person=case.person).count() == 3


@pytest.mark.parametrize("name", AGENTS)
def test_each_agent_meets_people_around_the_opening_day(name) -> None:
    agent = User.objects.get(full_name=name)
    rows = Appointment.objects.filter(worker=agent)
    day = rows.starting(OPENING, OPENING + timedelta(hours=12))
    assert day.count() >= 3 and set(day.values_list("state", flat=True)) == {"planned"}
    assert rows.filter(during__startswith__lt=OPENING, state="present").count() > 5
    assert not rows.filter(during__startswith__lt=OPENING, state="planned").exists()
    for row in rows.planned().filter(block=None):
        assert is_working_day(local_day(row.starts_at)) and row.case_tie.case.agent == agent


def test_two_series_one_under_way_with_a_line_one_attested() -> None:
    summer, spring = Cohort.objects.order_by("-opened_at")
    assert [row.state for row in _blocks(summer)] == ["present", "present", "planned", "planned"]
    assert summer.inscriptions.filter(seat__isnull=False).count() == summer.seats
    assert summer.inscriptions.filter(seat=None).exists() and not summer.inscriptions.exclude(attestation=None).exists()
    assert {row.state for row in _blocks(spring)} == {"present"}
    for row in spring.inscriptions.exclude(seat=None):
        came = row.attendances.filter(is_present=True).count()
        assert bool(row.attestation) is (came >= spring.required_blocks)
    assert spring.inscriptions.exclude(attestation=None).exists()


def _blocks(cohort: Cohort) -> list[Appointment]:
    return list(Appointment.objects.filter(block__cohort=cohort).in_order())


@time_machine.travel(LOADED_AT, tick=False)
def test_mariana_opens_her_plan_from_the_door(settings) -> None:
    space = Space.objects.select_related("person", "user").get()
    client = Client()
    settings.CLOCK_OFFSET_DAYS = World.objects.get().offset_days
    page = client.get("/demo/").content.decode()
    assert "Mariana Ospina Restrepo" in page
    client.post("/demo/entrer/", {"user": space.user_id})
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/mon-plan/"
    said = answer.content.decode()
    assert "Bonjour Mariana" in said and "C’est fait" in said and "J’y serai" in said
    # Her husband has a dossier too: nothing of him is there.
    assert "Andrés" not in said


def test_mariana_comes_on_15_july() -> None:
    row = Appointment.objects.planned().get(case_tie__case__person__family_names="Ospina Restrepo")
    assert (local_day(row.starts_at), row.mode, row.interpreter_language) == (date(2021, 7, 15), "place", "es")


def test_documents_were_received_and_one_is_restricted():
    documents = Document.objects.select_related("case__person", "file").order_by("added_at")
    assert [document.is_restricted for document in documents] == [False, False, True]
    assert {document.case.person.given_names for document in documents[:2]} == {"Mariana"}
    assert all(read_file(document.file).startswith(b"%PDF-") for document in documents)
    assert CircleMember.objects.filter(case=documents[2].case, user=documents[2].added_by).exists()


# ── loading ──


def _digest() -> dict[str, Any]:
    people = Person.objects.order_by("sort_name", "email", "created_at", "birth_on").values_list(
        "sort_name", "email", "phone"
    )
    return {
        "people": list(people),
        "cases": list(Case.objects.order_by("reference").values_list("reference", "person__sort_name", "state")),
        "referrals": list(Referral.objects.order_by("reference").values_list("reference", "service__name", "state")),
        "needs": Counter(Need.objects.values_list("title", "level", "urgency", "state")),
        "follow_ups": Counter(FollowUp.objects.values_list("due_on", "state", "done_on")),
    }


def test_a_second_load_does_nothing_and_a_fresh_one_gives_the_same_world() -> None:
    first = _digest()
    assert load_world(at=LOADED_AT) == {}
    assert World.objects.get().offset_days == (LOADED_AT.date() - OPENING_DAY).days
    clear_world()
    assert not Person.objects.exists()
    load_world(seed=SEED, at=LOADED_AT)
    assert _digest() == first


def test_a_database_with_accounts_and_no_mark_is_left_alone() -> None:
    World.objects.all().delete()
    with pytest.raises(WorldRefused, match="not the demo's"):
        load_world(at=LOADED_AT)
    clear_world()
    assert User.objects.exists()


def test_the_exceptional_access_is_in_the_register_and_was_told() -> None:
    access = ExceptionalAccess.objects.get()
    entry = AuditEntry.objects.get(verb="newcomers.exceptional_access.granted")
    assert (entry.at, entry.target_id, entry.actor) == (access.granted_at, str(access.pk), access.user.actor_ref)
    told = Notification.objects.filter(kind="newcomers.exceptional_access").values_list("user__full_name", flat=True)
    assert set(told) == {"Hélène Marquis", "Denis Pelletier"}
    assert OutgoingMessage.objects.filter(subject="Accès exceptionnel à un dossier", state="sent").count() == 2


def test_the_register_says_everything_in_words_and_opens_on_what_people_did() -> None:
    for verb, target, fields in AuditEntry.objects.values_list("verb", "target_type", "fields").distinct():
        check_words(verb, target, fields)
    latest = AuditEntry.objects.order_by("-at")[:50]
    assert sum(entry.actor.startswith("user:") for entry in latest) > 25
