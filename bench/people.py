"""Dossiers with a realistic spread: a Zipf of names, a plan each, notes, follow-ups, referrals, a register."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from faker import Faker
from psycopg.types.range import Range

from ancrage.audit.models import AuditEntry
from ancrage.directory.models import NeedDomain, Service, StatusCategory
from ancrage.newcomers import models as newcomers
from ancrage.plans import models as plans
from ancrage.questionnaires.models import AnswerSet, QuestionnaireVersion
from ancrage.referrals.models import Referral, ReferralTransition
from bench.copying import Batch
from bench.structure import Point

TODAY = date(2021, 7, 14)
NOW = datetime(2021, 7, 14, 13, 0, tzinfo=UTC)
_COUNTRIES = ("CO", "FR", "DZ", "TN", "CM", "CI", "UA", "SY", "AF", "PH", "BR", "MX", "VN", "BI", "CD")


class People:
    """Writes dossiers into a batch. One seed, one population."""

    def __init__(self, points: list[Point], services: list[Service], lists: dict[str, Any]) -> None:
        self.random = random.Random(20210714)
        self.points, self.services, self.lists = points, services, lists
        faker = Faker(["fr_CA", "es_CO", "fr_FR", "pt_BR", "vi_VN"])
        faker.seed_instance(20210714)
        # A set in order: hundreds of names, the first ones far more borne than the last.
        self.families = list(dict.fromkeys(faker.last_name() for _ in range(4000)))[:900]
        self.given = list(dict.fromkeys(faker.first_name() for _ in range(4000)))[:900]
        self.domains: list[NeedDomain] = lists["domains"]
        self.statuses: list[StatusCategory] = lists["statuses"]
        self.version: QuestionnaireVersion = lists["version"]

    def add(self, batch: Batch, number: int, point: Point) -> None:
        rnd = self.random
        agent = rnd.choice(point.agents)
        opened = NOW - timedelta(days=rnd.randint(0, 740), minutes=rnd.randint(0, 500))
        state = rnd.choices(("active", "closed", "requested"), (74, 24, 2))[0]
        if state == "requested":
            opened = NOW - timedelta(days=rnd.randint(0, 8))
        person = self._person(batch, number, point, opened)
        plan = batch.add(plans.ActionPlan, revision=6)
        case = batch.add(
            newcomers.Case,
            reference=f"{point.row.region.prefix}-{opened.year}-{number:07}",
            person_id=person,
            region_id=point.row.region_id,
            service_point_id=point.row.pk,
            agent_id=None if state == "requested" else agent.pk,
            state=state,
            requested_at=opened,
            first_contact_due_on=opened.date() + timedelta(days=7),
            first_contact_at=None if state == "requested" else opened + timedelta(days=2),
            closed_at=NOW if state == "closed" else None,
            closing_reason_id=self.lists["closing"].pk if state == "closed" else None,
            plan_id=plan,
        )
        self._moments(batch, case, agent.pk, opened)
        if state != "requested":
            self._accompany(batch, case, person, plan, agent.pk, opened, number)

    def _person(self, batch: Batch, number: int, point: Point, opened: datetime) -> Any:
        rnd = self.random
        person = batch.add(
            newcomers.Person,
            given_names=self._zipf(self.given),
            family_names=self._zipf(self.families),
            birth_on=date(1950, 1, 1) + timedelta(days=rnd.randint(0, 20_000)),
            phone=f"+1418{number // 2 % 10_000_000:07}",
            email=f"p{number // 2}@personnes.example",
            municipality_id=rnd.choice(point.towns).pk,
            origin_country=rnd.choice(_COUNTRIES),
            languages=["fr", rnd.choice(("es", "ar", "en", "pt"))],
            arrived_on=opened.date() - timedelta(days=rnd.randint(0, 60)),
            created_at=opened,
        )
        batch.add(
            newcomers.ImmigrationStatus,
            person_id=person,
            category_id=rnd.choice(self.statuses).pk,
            document="work_permit",
            valid_from=opened.date(),
            valid_to=opened.date() + timedelta(days=rnd.randint(300, 1100)),
        )
        batch.add(
            newcomers.FrenchLevel,
            person_id=person,
            speaking=rnd.randint(1, 9),
            source="declared",
            assessed_on=opened.date(),
        )
        household = batch.add(newcomers.Household, created_at=opened)
        batch.add(
            newcomers.HouseholdMember, household_id=household, person_id=person, during=Range(opened.date(), None)
        )
        return person

    def _zipf(self, names: list[str]) -> str:
        """A name: the first ones are borne by many, the last ones by few."""
        return names[int(len(names) ** self.random.random()) - 1]

    def _moments(self, batch: Batch, case: Any, agent: Any, opened: datetime) -> None:
        for hours, kind in ((0, "requested"), (20, "taken")):
            moment = opened + timedelta(hours=hours)
            batch.add(newcomers.CaseTransition, case_id=case, at=moment, by_id=agent, kind=kind)
        for n in range(8):
            batch.add(
                AuditEntry,
                at=opened + timedelta(days=n),
                actor=f"user:{agent}",
                verb="newcomers.case.consulted",
                target_type="newcomers.case",
                target_id=str(case),
                about=[case],
                region="01",
            )

    def _accompany(
        self, batch: Batch, case: Any, person: Any, plan: Any, agent: Any, opened: datetime, number: int
    ) -> None:
        rnd = self.random
        during = Range(opened, None)
        batch.add(newcomers.CaseAssignment, case_id=case, agent_id=agent, during=during)
        consent = batch.add(
            newcomers.Consent,
            case_id=case,
            notice_id=self.lists["notice"].pk,
            purposes=["referral"],
            shared=["contact", "languages", "needs"],
            mode="verbal",
            given_at=opened,
            recorded_by_id=agent,
        )
        answers = batch.add(
            AnswerSet, version_id=self.version.pk, started_at=opened, saved_at=opened, completed_at=opened
        )
        assessment = batch.add(
            newcomers.NeedsAssessment,
            case_id=case,
            number=1,
            answers_id=answers,
            started_by_id=agent,
            completed_at=opened,
        )
        for domain in rnd.sample(self.domains, 3):
            batch.add(newcomers.AssessedDomain, assessment_id=assessment, domain_id=domain.pk, level=2, urgency="short")
            self._need(batch, plan, domain, opened)
        batch.add(plans.PlanVersion, plan_id=plan, number=1, content={}, made_at=opened, made_by_id=agent)
        for n in range(4):
            moment = opened + timedelta(days=n * 20)
            batch.add(
                newcomers.ContactNote, case_id=case, at=moment, by_id=agent, channel="phone", text="Appel de suivi."
            )
        for days in (30, 90, 180, 365, 730):
            due = opened.date() + timedelta(days=days)
            done = due < TODAY and rnd.random() < 0.985
            batch.add(
                newcomers.FollowUp, case_id=case, milestone=days, due_on=due,
                state="done" if done else "planned", done_on=due if done else None,
            )  # fmt: skip
        batch.add(
            newcomers.Task, case_id=case, text="Rappeler la personne", due_on=TODAY + timedelta(days=rnd.randint(-5, 40)),
            assigned_to_id=agent, done_at=None if rnd.random() < 0.05 else NOW,
        )  # fmt: skip
        for n in range(rnd.choice((1, 2))):
            self._referral(batch, case, consent, agent, opened, f"{number:07}{n}")

    def _need(self, batch: Batch, plan: Any, domain: NeedDomain, opened: datetime) -> None:
        rnd = self.random
        need = batch.add(
            plans.Need,
            plan_id=plan,
            domain_id=domain.pk,
            title=domain.label_fr,
            identified_on=opened.date(),
            state="in_progress",
        )
        goal = batch.add(plans.Goal, need_id=need, text=f"Objectif : {domain.label_fr}")
        for n in range(2):
            done = rnd.random() < 0.97
            batch.add(
                plans.PlanAction, goal_id=goal, plan_id=plan, text="Prendre rendez-vous", due_on=opened.date() + timedelta(days=30 + n),
                state="done" if done else "todo", done_on=opened.date() if done else None, position=n,
            )  # fmt: skip

    def _referral(self, batch: Batch, case: Any, consent: Any, agent: Any, opened: datetime, tail: str) -> None:
        rnd = self.random
        service = rnd.choice(self.services)
        state = rnd.choices(("sent", "accepted", "done", "declined"), (2, 18, 70, 10))[0]
        answered = opened + timedelta(days=5) if state != "sent" else None
        referral = batch.add(
            Referral,
            reference=f"REF-{tail}",
            region_id=service.organization.region_id,
            service_id=service.pk,
            organization_id=service.organization_id,
            domain_id=self.domains[0].pk,
            state=state,
            created_at=opened,
            created_by_id=agent,
            sent_at=opened,
            expires_at=opened + timedelta(days=14),
            answered_at=answered,
            decline_reason_id=self.lists["decline"].pk if state == "declined" else None,
            seen_at=None if rnd.random() < 0.01 else answered,
        )
        for before, after in (("draft", "sent"), ("sent", state)):
            batch.add(
                ReferralTransition,
                referral_id=referral,
                at=opened,
                actor=f"user:{agent}",
                from_state=before,
                to_state=after,
            )
        batch.add(newcomers.CaseReferral, case_id=case, referral_id=referral, consent_id=consent)
