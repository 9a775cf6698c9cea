"""The dossier shown first, told in full by ``showcase.toml``."""

from datetime import date, datetime, timedelta
from typing import Any

from ancrage.core.dates import add_working_days, local_day
from ancrage.demo.actions import assessments, people, referrals
from ancrage.demo.actions.cases import CLOCK, Story
from ancrage.demo.actions.drawing import Draw, table
from ancrage.demo.actions.people import Origin, Resident
from ancrage.demo.actions.services import Offer
from ancrage.demo.actions.staff import Staff
from ancrage.demo.actions.structure import Structure
from ancrage.directory.models import NeedDomain, StatusCategory
from ancrage.newcomers.models import (
    Case,
    CaseState,
    CollectionNotice,
    Consent,
    ContactNote,
    FollowUp,
    FollowUpSchedule,
    FrenchLevel,
    Household,
    HouseholdMember,
    ImmigrationStatus,
    Person,
    ServiceLanguage,
    Task,
)
from ancrage.plans.models import ActionPlan, CatalogueAction, Goal, Need, PlanAction
from ancrage.territory.dated import from_day


def load_household(draw: Draw, structure: Structure, staff: Staff) -> list[Story]:
    """Mariana and her husband, each with a dossier not yet numbered; their daughter."""
    tale = table("showcase")
    about = tale["person"]
    town, landed = structure.municipalities[about["municipality"]], about["arrived_on"]
    mariana, andres, sofia = (draw.add(_person(about | tale[who], who, town)) for who in ("person", "spouse", "child"))
    household = draw.add(Household(created_at=tale["case"]["requested_at"]))
    for person, relation in ((mariana, "adult"), (andres, "spouse"), (sofia, "child")):
        draw.add(HouseholdMember(household=household, person=person, relation=relation, during=from_day(landed)))
    origin = Origin(code="CO", **table("origins")["CO"])
    stories = []
    for person, who in ((mariana, "person"), (andres, "spouse")):
        status = tale[who]["status"]
        resident = Resident(person, origin, status, town, about["mrc"], landed, [mariana, andres, sofia])
        _status(draw, resident, tale[who]["permit_until"])
        stories.append(_story(draw, structure, staff, resident, tale["case"]))
    stories[0].is_written = True
    _languages(draw, mariana, about)
    return stories


def _person(about: dict[str, Any], who: str, town: Any) -> Person:  # noqa: ANN401 - a municipality
    is_adult = who != "child"
    person = Person(
        municipality=town,
        origin_country="CO",
        languages=["es"],
        pronoun="he" if who == "spouse" else "she",
        birth_on=about["birth_on"],
        arrived_on=about["arrived_on"],
        phone=about["phone"] if is_adult else "",
        phone_note=about["phone_note"] if is_adult else "",
        contact_hours=about["contact_hours"] if is_adult else "",
        address=about["address"],
        interpreter_language="es" if who == "person" else "",
        created_at=table("showcase")["case"]["requested_at"],
    )
    people.name_person(person, about["given"], about["family"])
    person.email = about["email"] if is_adult else ""
    return person


def _status(draw: Draw, resident: Resident, until: date) -> None:
    category = StatusCategory.objects.get(code=resident.status)
    draw.add(
        ImmigrationStatus(
            person=resident.person,
            category=category,
            document="work_permit",
            document_number=f"DEMO-{draw.between(100000, 999999)}",
            valid_from=resident.landed_on,
            valid_to=until,
        )
    )


def _languages(draw: Draw, person: Person, about: dict[str, Any]) -> None:
    for one in about["french"]:
        draw.add(FrenchLevel(person=person, source=one["source"], assessed_on=one["on"], **one["levels"]))
    welcome = ServiceLanguage(person=person, language="es", ground="welcome", attested_on=about["arrived_on"])
    welcome.expires_on = about["welcome_until"]
    draw.add(welcome)


def _story(draw: Draw, structure: Structure, staff: Staff, resident: Resident, about: dict[str, Any]) -> Story:
    asked = local_day(about["requested_at"])
    point = structure.point_of(resident.municipality)
    agent = staff.agent_of(point, asked)
    case = Case(
        person=resident.person,
        region=structure.region,
        service_point=point,
        agent=agent,
        state=CaseState.ACTIVE,
        requested_at=about["requested_at"],
        first_contact_due_on=add_working_days(asked, CLOCK),
        first_contact_at=about["contacted_at"],
        plan=draw.add(ActionPlan()),
    )
    return Story(resident, case, point, agent, asked, contacted_on=local_day(about["contacted_at"]))


def load_file(draw: Draw, story: Story, sender: referrals.Sender) -> None:
    """Everything in Mariana's dossier."""
    tale = table("showcase")
    story.consent = draw.add(_consent(story, tale["case"]))
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    entries = {entry.code: entry for entry in CatalogueAction.objects.all()}
    for one in tale["needs"]:
        need = draw.add(_need(story, domains, one))
        story.needs.append(need)
        _goal(draw, entries, need, one)
        for sent in one.get("referrals", ()):
            _referral(sender, story, need, sent)
    survey = assessments.read_survey()
    for number, one in enumerate(tale["case"]["assessments"], start=1):
        assessments.assess(draw, survey, story, number, day=one["on"], levels=one["levels"])
    _follow_ups(draw, story, tale)
    for note in tale["notes"]:
        reached = note.get("reached", True)
        words = {"channel": note["channel"], "text": note["text"], "is_reached": reached}
        draw.add(ContactNote(case=story.case, at=note["at"], by=story.agent, **words))
    for task in tale["tasks"]:
        draw.add(Task(case=story.case, text=task["text"], due_on=task["due"], assigned_to=story.agent))


def _consent(story: Story, about: dict[str, Any]) -> Consent:
    return Consent(
        case=story.case,
        notice=CollectionNotice.objects.get(),
        purposes=["referral", "contact_after"],
        shared=about["shared"],
        mode="verbal",
        given_at=about["consent_at"],
        recorded_by=story.agent,
    )


def _need(story: Story, domains: dict[str, NeedDomain], one: dict[str, Any]) -> Need:
    kept = {name: one[name] for name in ("title", "level", "urgency", "covered_by", "state")}
    typed = {"es": one["spanish"]} if "spanish" in one else {}
    return Need(
        plan=story.case.plan, domain=domains[one["domain"]], identified_on=one["on"], translations=typed, **kept
    )


def _goal(draw: Draw, entries: dict[str, CatalogueAction], need: Need, one: dict[str, Any]) -> None:
    goal = Goal(need=need, text=one["goal"], target_on=one["target"], reached_on=one.get("reached"))
    draw.add(goal)
    for position, action in enumerate(one["actions"]):
        draw.add(
            PlanAction(
                goal=goal,
                plan=need.plan,
                text=action["text"],
                entry=entries.get(action.get("entry", "")),
                performer=action["performer"],
                due_on=action["due"],
                state=action["state"],
                done_on=action.get("done"),
                position=position,
            )
        )


def _referral(sender: referrals.Sender, story: Story, need: Need, one: dict[str, Any]) -> None:
    offer: Offer = next(offer for offer in sender.offers if offer.service.name == one["service"])
    referral = referrals.add_referral(sender, story, need, offer, state=one["state"], sent_on=one["sent"])
    sent_at = datetime.combine(one["sent"], referral.created_at.timetz())
    answered_at: datetime = one["answered"]
    referral.created_at = referral.sent_at = sent_at
    referral.first_opened_at = max(sent_at + timedelta(minutes=40), answered_at - timedelta(hours=1))
    referral.answered_at, referral.answer_note = answered_at, one["note"]
    referral.meeting_at = one.get("meeting")
    referral.waiting_weeks = one.get("weeks")
    is_new = local_day(answered_at) >= date(2021, 7, 13)
    referral.seen_at = None if is_new else answered_at + timedelta(hours=2)
    if "outcome" in one:
        referral.outcome = sender.outcomes[one["outcome"]]
    referrals.retime(sender, referral)


def _follow_ups(draw: Draw, story: Story, tale: dict[str, Any]) -> None:
    made = {one["milestone"]: one for one in tale["follow_ups"]}
    assert story.contacted_on  # noqa: S101 - told by the file
    for milestone in FollowUpSchedule.objects.get().days:
        row = FollowUp(case=story.case, milestone=milestone, due_on=story.contacted_on + timedelta(days=milestone))
        if one := made.get(milestone):
            row.state, row.source, row.presence = "done", "person", "in_region"
            row.done_on, row.done_by, row.activity = one["done"], story.agent, one["activity"]
            row.municipality, row.note = story.resident.municipality, one["note"]
        draw.add(row)
