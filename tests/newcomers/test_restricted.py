"""What is restricted exists for nobody un-named: every page is the same with it and without it."""

import difflib
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ancrage.agenda.models import Block
from ancrage.core.dates import local_day
from ancrage.newcomers.models import (
    AssessedDomain,
    HouseholdMember,
    Inscription,
    LikelyDouble,
    NeedsAssessment,
    PersonMerge,
)
from ancrage.plans.models import PlanChange
from ancrage.questionnaires.models import AnswerSet, Questionnaire, QuestionnaireVersion
from ancrage.referrals.models import Referral
from tests.factories.accounts import user_as
from tests.factories.agenda import AppointmentFactory, CohortFactory
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import (
    CaseAppointmentFactory,
    CaseFactory,
    CaseReferralFactory,
    CircleMemberFactory,
    ConsentAgesFactory,
    ConsentFactory,
    ContactNoteFactory,
    DocumentFactory,
    DocumentRequestFactory,
    FollowUpFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    ImmigrationStatusFactory,
    PersonFactory,
    ServiceLanguageFactory,
    TaskFactory,
)
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.territory import ServicePointFactory
from tests.newcomers.scene import Scene, a_scene, director_of

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2021-07-15T12:00:00-04:00")
DAY = local_day(NOON)
SECRETS = (
    "Qwxtrombe",
    "5550177",
    "555-0177",
    "qwx@exemple.ca",
    "TST-SECRET",
    "Maison secrète",
    "Violence tue",
)
# A search by what the un-named reader might type; none of these words is itself a secret.
SEARCHES = ("Zoraïde", "maison")
NAMESPACES = ("newcomers", "workspace", "referrals", "directory")
# Their own registers tell who read, and so change with each page opened here.
CHANGING = {"newcomers:consultations", "newcomers:person_history", "workspace:register"}
# Not about a dossier: what they need is not made here.
APART = (
    "accounts:",
    "directory:",
    "referrals:",
    "workspace:",
    "newcomers:assessment",
    "newcomers:batch",
    "newcomers:counter_",
    "newcomers:import",
    "newcomers:inquiry",
    "newcomers:intake_existing",
    "newcomers:merge_undo",
    "newcomers:moment_",
    "newcomers:retention_",
    "newcomers:notice",
    "newcomers:pair",
    "newcomers:plan_",
    "newcomers:team_handover",
    "newcomers:view_",
)


def addresses() -> Iterator[tuple[str, URLPattern]]:
    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                yield f"{namespace}{entry.name}", entry
            else:
                yield from walk(entry, f"{entry.namespace}:" if entry.namespace else namespace)

    return ((name, entry) for name, entry in walk(get_resolver(), "") if name.split(":")[0] in NAMESPACES)


def arguments(entry: URLPattern, known: dict[str, Any]) -> dict[str, Any] | None:
    """Ids come from ``known``; words and numbers of an address are any."""
    kinds = {name: type(converter).__name__ for name, converter in entry.pattern.converters.items()}
    values = {name: known.get(name, None if kind == "UUIDConverter" else 1) for name, kind in kinds.items()}
    return None if None in values.values() else values


# ── the world of the test ──


def ordinary(scene: Scene) -> dict[str, Any]:
    """A dossier with a row of each kind, all seen by the whole service point; the ids its addresses take."""
    case = scene.case
    need = NeedFactory.create(plan=case.plan, title="Logement")
    goal = GoalFactory.create(need=need)
    CircleMemberFactory.create(case=case, user=scene.agent)
    home = HouseholdFactory.create()
    consent = ConsentFactory.create(case=case, given_at=NOON)
    tie = CaseReferralFactory.create(case=case, consent=consent, need=need)
    return {
        "case_id": case.pk,
        "need_id": need.pk,
        "goal_id": goal.pk,
        "action_id": PlanActionFactory.create(goal=goal).pk,
        "note_id": ContactNoteFactory.create(case=case).pk,
        "document_id": DocumentFactory.create(case=case).pk,
        "asked_id": DocumentRequestFactory.create(case=case).pk,
        "task_id": TaskFactory.create(case=case, assigned_to=scene.agent).pk,
        "follow_up_id": FollowUpFactory.create(case=case).pk,
        "member_id": HouseholdMemberFactory.create(household=home, person=case.person).pk,
        "status_id": ImmigrationStatusFactory.create(person=case.person).pk,
        "language_id": ServiceLanguageFactory.create(person=case.person).pk,
        "consent_id": consent.pk,
        "point_id": case.service_point_id,
        "tie_id": CaseAppointmentFactory.create(case=case, **at_the_point(scene)).pk,
        "referral_id": tie.referral_id,
        "service_id": tie.referral.service_id,
        "service": tie.referral.service,
        "home": home,
        "domain": NeedDomainFactory.create(label_fr="Violence tue", label_en="Violence tue", is_sensitive=True),
        "assessment": an_assessment(case, scene.agent),
        "elsewhere": ServicePointFactory.create(),
        "other_id": CaseFactory.create(service_point=case.service_point).pk,
        **a_seat(scene, case, case.service_point),
    }


def a_seat(scene: Scene, case: Any, point: Any) -> dict[str, Any]:
    """A cohort at ``point``, its block, and the dossier in it, attested: what addresses take."""
    cohort = CohortFactory.create(service_point=point, opened_by=scene.agent)
    booked = AppointmentFactory.create(service_point=point)
    attested = {"attested_at": NOON, "attested_by": scene.agent, "attestation": uuid4().hex[:20]}
    row = Inscription.objects.create(cohort=cohort, case=case, seat=1, asked_at=NOON, asked_by=scene.agent, **attested)
    block = Block.objects.create(cohort=cohort, appointment=booked, topic="Droits")
    return {"cohort_id": cohort.pk, "block_id": block.pk, "inscription_id": row.pk}


def an_assessment(case: Any, by: Any) -> NeedsAssessment:
    questionnaire = Questionnaire.objects.create(code=f"q-{uuid4().hex[:8]}", name_fr="Q", name_en="Q")
    version = QuestionnaireVersion.objects.create(questionnaire=questionnaire, number=1, content={"sections": []})
    answers = AnswerSet.objects.create(version=version, started_at=NOON, saved_at=NOON, completed_at=NOON)
    return NeedsAssessment.objects.create(case=case, number=1, answers=answers, started_by=by, completed_at=NOON)


def add_secrets(scene: Scene, world: dict[str, Any]) -> dict[str, Any]:
    """A restricted dossier beside the ordinary one, and restricted rows inside it. Their ids, by argument."""
    inside = restricted_rows(scene, scene.case, world)
    AssessedDomain.objects.create(
        assessment=world["assessment"], domain=world["domain"], level=3, note="Maison secrète"
    )
    person = PersonFactory.create(
        given_names="Zoraïde",
        family_names="Qwxtrombe",
        phone="+14185550177",
        email="qwx@exemple.ca",
        birth_on=date(1990, 5, 5),
        municipality=scene.case.person.municipality,
    )
    member = HouseholdMemberFactory.create(household=world["home"], person=person)
    secret = CaseFactory.create(
        reference="TST-SECRET",
        person=person,
        service_point=scene.case.service_point,
        agent=scene.agent,
        is_restricted=True,
        requested_at=NOON - timedelta(days=1),
        first_contact_due_on=DAY,
        first_contact_at=None,
    )
    CircleMemberFactory.create(case=secret, user=scene.agent)
    elsewhere = restricted_rows(scene, secret, world)
    elsewhere |= {
        "case_id": secret.pk,
        "person_id": person.pk,
        "member_id": member.pk,
        "status_id": ImmigrationStatusFactory.create(
            person=person, category=scene.case.person.statuses.get().category
        ).pk,
        "language_id": ServiceLanguageFactory.create(person=person, expires_on=DAY).pk,
        "consent_id": ConsentFactory.create(case=secret, notice=scene.case.consents.get().notice).pk,
        "asked_id": DocumentRequestFactory.create(case=secret, sentence="Maison secrète").pk,
        "follow_up_id": FollowUpFactory.create(case=secret, due_on=DAY - timedelta(days=3)).pk,
        "tie_id": CaseAppointmentFactory.create(case=secret, **at_the_point(scene)).pk,
        "other_id": secret.pk,
        # Elsewhere: here, a seat taken would show, by whom would not (test_groups).
        **a_seat(scene, secret, world["elsewhere"]),
        "pair_id": a_pair(person, scene.case.person).pk,
        "merge_id": PersonMerge.objects.create(kept=person, absorbed=uuid4(), made_at=NOON, made_by=scene.agent).pk,
    }
    return {"inside": inside | {"case_id": scene.case.pk}, "dossier": elsewhere, "hidden_member": member}


def at_the_point(scene: Scene) -> dict[str, Any]:
    return {"appointment__service_point": scene.case.service_point}


def a_pair(person: Any, ordinary: Any) -> LikelyDouble:
    one, other = sorted([person, ordinary], key=lambda each: each.pk)
    return LikelyDouble.objects.create(one=one, other=other, score=99, found_at=NOON)


def restricted_rows(scene: Scene, case: Any, world: dict[str, Any]) -> dict[str, Any]:
    """What lists offer is left as it is: the same notice, the same service, the same domain."""
    domain, notice = world["domain"], scene.case.consents.get().notice
    need = NeedFactory.create(
        plan=case.plan, title="Maison secrète", domain=domain, is_restricted=True, urgency="urgent"
    )
    goal = GoalFactory.create(need=need, text="Maison secrète")
    action = PlanActionFactory.create(goal=goal, text="Maison secrète", due_on=DAY - timedelta(days=2))
    consent = (
        ConsentFactory.create(case=case, notice=notice, given_at=NOON - timedelta(days=2))
        if case.reference == "TST-SECRET"
        else None
    )
    consent = consent or case.consents.get()
    tie = CaseReferralFactory.create(
        case=case, consent=consent, need=need, referral__domain=domain, referral__is_restricted=True,
        referral__created_by=scene.agent, referral__service=world["service"],
    )  # fmt: skip
    Referral.objects.filter(pk=tie.referral_id).update(
        state="sent", sent_at=NOON, expires_at=NOON + timedelta(days=1), person_name="Maison secrète"
    )
    Referral.objects.filter(pk=tie.referral_id).update(state="accepted", answered_at=NOON, answer_note="Maison secrète")
    change = {"kind": "need_added", "need": need, "row": need.pk, "subject": "Maison secrète", "is_restricted": True}
    PlanChange.objects.create(plan=case.plan, revision=1, at=NOON, by=scene.agent, **change)
    kept = {"is_restricted": True, "added_by": scene.agent, "file__name": "maison-secrete.pdf"}
    return {
        "need_id": need.pk,
        "goal_id": goal.pk,
        "action_id": action.pk,
        "document_id": DocumentFactory.create(case=case, title="Maison secrète", **kept).pk,
        "note_id": ContactNoteFactory.create(case=case, text="Maison secrète", is_restricted=True, by=scene.agent).pk,
        "task_id": TaskFactory.create(case=case, text="Maison secrète", is_restricted=True, assigned_to=scene.agent).pk,
        "referral_id": tie.referral_id,
    }


# ── reading ──

VOLATILE = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"|name="(?:search_pass|_une_fois)" value="[^"]*"'
)


def read(client: Any, address: str, **query: str) -> tuple[int, str]:
    answer = client.get(address, query)
    return answer.status_code, VOLATILE.sub("", answer.content.decode(errors="replace"))


def pages(client: Any, world: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """Every page an un-named reader can ask for, with the ids of the ordinary dossier, and each search."""
    found = {}
    for name, entry in addresses():
        kwargs = arguments(entry, world)
        if kwargs is None:
            assert name.startswith(APART), f"{name}: say here what its arguments are"
            continue
        if name in CHANGING:
            continue
        address = reverse(name, kwargs=kwargs)
        found[address] = read(client, address)
        if not kwargs:
            for words in SEARCHES:
                found[f"{address}?q={words}"] = read(client, address, q=words)
    return found


READERS = ("a colleague", "the director", "the privacy officer")


def a_reader(kind: str, scene: Scene) -> Any:
    return {
        "a colleague": lambda: scene.colleague,
        "the director": lambda: director_of(scene.case),
        "the privacy officer": lambda: user_as("privacy_officer"),
    }[kind]()


@pytest.mark.parametrize("kind", READERS[:2])
def test_every_page_is_the_same_with_and_without_what_is_restricted(kind: str) -> None:
    with time_machine.travel(NOON, tick=False):
        ConsentAgesFactory.create()
        scene = a_scene()
        world = ordinary(scene)
        client = scene.client(a_reader(kind, scene))
        before = pages(client, world)
        add_secrets(scene, world)
        after = pages(client, world)
    told = {address: told_by(before[address][1], text) for address, (_code, text) in after.items()}
    assert not {address: words for address, words in told.items() if words}
    assert {
        address: what_differs(before[address], after[address]) for address in after if after[address] != before[address]
    } == {}


def what_differs(before: tuple[int, str], after: tuple[int, str]) -> list[str]:
    lines = difflib.unified_diff(before[1].splitlines(), after[1].splitlines(), lineterm="", n=0)
    return [line[:300] for line in lines][2:6]


def told_by(before: str, after: str) -> list[str]:
    return [word for word in SECRETS if word in after and word not in before]


def test_the_agent_named_does_see_it_all() -> None:
    """The test above would pass if nobody saw anything."""
    with time_machine.travel(NOON, tick=False):
        ConsentAgesFactory.create()
        scene = a_scene()
        world = ordinary(scene)
        add_secrets(scene, world)
        seen = " ".join(text for _code, text in pages(scene.client(), world).values())
    assert {"Qwxtrombe", "TST-SECRET", "Maison secrète", "Violence tue"} <= {word for word in SECRETS if word in seen}


def addresses_of(scene: Scene, secrets: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], set[str]]]:
    """Each address that leads to something restricted; the arguments that name it, and no other."""
    for where in ("dossier", "inside"):
        for name, entry in addresses():
            kwargs = arguments(entry, {"case_id": scene.case.pk} | secrets[where])
            ids = {
                one
                for one, converter in entry.pattern.converters.items()
                if type(converter).__name__ == "UUIDConverter"
            }
            own = ids - {"case_id"} if where == "inside" else ids
            if kwargs and own:
                yield where, name, kwargs, own


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_restricted_has_no_address_for_the_un_named(kind: str, method: str) -> None:
    scene = a_scene()
    world = ordinary(scene)
    secrets = add_secrets(scene, world)
    client = scene.client(a_reader(kind, scene))
    open_ = []
    for where, name, kwargs, own in addresses_of(scene, secrets):
        if name in CHANGING and kind != "a colleague":
            continue
        unknown = kwargs | {one: uuid4() for one in own}
        answer, nothing = (getattr(client, method)(reverse(name, kwargs=made)) for made in (kwargs, unknown))
        if (answer.status_code, answer.get("Location")) != (nothing.status_code, nothing.get("Location")):
            open_.append(f"{where} {name}: {answer.status_code}, and {nothing.status_code} for what does not exist")
    assert not open_


def test_the_register_of_a_restricted_dossier_names_nobody_but_readers() -> None:
    scene = a_scene()
    secrets = add_secrets(scene, ordinary(scene))
    scene.client().get(reverse("newcomers:case", args=[secrets["dossier"]["case_id"]]))
    for reader in (user_as("privacy_officer"), director_of(scene.case)):
        page = scene.client(reader).get(reverse("newcomers:consultations", args=[secrets["dossier"]["case_id"]]))
        text = page.content.decode()
        assert page.status_code == 200
        assert scene.agent.full_name in text
        assert [word for word in SECRETS if word in text] == ["TST-SECRET"]


def test_a_hidden_member_cannot_be_added_again_by_guessing() -> None:
    """Adding a namesake neither reveals nor touches the hidden member."""
    scene = a_scene()
    add_secrets(scene, ordinary(scene))
    typed = {"given_names": "Zoraïde", "family_names": "Qwxtrombe", "relation": "other", "since": "2021-07-01"}
    typed |= {"birth_on_0": "5", "birth_on_1": "5", "birth_on_2": "1990"}
    answer = scene.client(scene.colleague).post(reverse("newcomers:member_add", args=[scene.case.pk]), typed)
    assert answer.status_code == 302
    assert HouseholdMember.objects.filter(person__family_names="Qwxtrombe").count() == 2
