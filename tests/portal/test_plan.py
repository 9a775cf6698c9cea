"""What the person sees of their own dossier, marks in it and answers."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.accounts.models import Notification
from ancrage.agenda.models import AppointmentState
from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.closing import close_case
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition
from ancrage.plans.models import ActionState, Performer, PlanAction, PlanChange
from tests.factories.agenda import AppointmentFactory, RoomFactory, span
from tests.factories.newcomers import (
    CaseAppointmentFactory,
    CaseFactory,
    ContactNoteFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    PersonFactory,
)
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import Scene, a_scene, text_of
from tests.portal.reading import Own, own

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moment():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def leila() -> Own:
    return own(given_names="Leïla", family_names="Haddad")


def an_action(case: Case, **fields) -> PlanAction:
    goal = {"goal__need__plan": case.plan} if "goal" not in fields else {}
    return PlanActionFactory.create(**{"performer": Performer.PERSON} | goal | fields)


def an_appointment(case: Case, days: float = 2, **fields):
    start = AT + timedelta(days=days)
    fields = {"worker": case.agent or case.plan.changed_by} if case.agent else fields
    row = AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)), **fields)
    return CaseAppointmentFactory.create(case=case, appointment=row)


def test_the_plan_in_plain_words_and_in_ones_own_language(leila) -> None:
    need = NeedFactory.create(plan=leila.case.plan, title="Trouver un logement", translations={"es": "Encontrar casa"})
    goal = GoalFactory.create(need=need, text="Signer un bail", target_on=date(2021, 8, 1))
    an_action(leila.case, goal=goal, text="Appeler le propriétaire", due_on=date(2021, 7, 10))
    page = leila.page("/mon-plan/?langue=es")
    for said in ("Bonjour Leïla", "Hola, Leïla", "Trouver un logement", "Encontrar casa", "Signer un bail"):
        assert said in page
    assert "avant le 1er août 2021" in page and "antes del" in page
    assert "la date est passée" in page and "0 sur 1 choses faites" in page
    # The language is kept for the next page.
    assert "Lo que ha pasado" in leila.page("/mon-plan/historique/")


def test_never_notes_nor_what_is_restricted_nor_anyone_else(leila) -> None:
    case = leila.case
    ContactNoteFactory.create(case=case, text="NOTE-DU-PERSONNEL")
    NeedFactory.create(plan=case.plan, title="BESOIN-RESTREINT", is_restricted=True)
    hidden = GoalFactory.create(need__plan=case.plan, need__is_restricted=True, text="BUT-RESTREINT")
    an_action(case, goal=hidden, text="ACTION-RESTREINTE")
    CaseTransition.objects.create(case=case, at=AT, kind=CaseMoment.CONTACTED, note="PRECISION-DU-PERSONNEL")
    CaseTransition.objects.create(case=case, at=AT, kind=CaseMoment.RESTRICTED)
    an_appointment(case, subject="OBJET-DU-PERSONNEL")
    household = HouseholdFactory.create()
    other = PersonFactory.create(given_names="CONJOINT")
    for person in (case.person, other):
        HouseholdMemberFactory.create(household=household, person=person)
    NeedFactory.create(plan=CaseFactory.create(person=other).plan, title="BESOIN-DU-CONJOINT")
    PlanChange.objects.create(
        plan=case.plan, revision=1, at=AT, by=leila.user, kind="action_done", row=case.pk, subject="CHANGE-RESTREINT",
        is_restricted=True,
    )  # fmt: skip
    for path in ("/mon-plan/", "/mon-plan/historique/"):
        page = leila.page(path)
        for hidden_text in ("NOTE-DU", "RESTREINT", "PRECISION", "OBJET-DU", "CONJOINT"):
            assert hidden_text not in page, (path, hidden_text)
    assert "Premier contact avec vous" in page


def test_done_and_not_done_after_all(leila) -> None:
    action = an_action(leila.case, state=ActionState.DOING)
    leila.post("action_done", action)
    action.refresh_from_db()
    assert (action.state, action.done_on) == (ActionState.DONE, date(2021, 7, 14))
    assert "Pas encore fait" in leila.page("/mon-plan/")
    assert action.text in leila.page("/mon-plan/historique/")
    assert PlanChange.objects.get().by == leila.user
    # Twice is once.
    leila.post("action_done", action)
    assert PlanChange.objects.count() == 1
    leila.post("action_undo", action)
    action.refresh_from_db()
    assert (action.state, action.done_on) == (ActionState.DOING, None)


def test_only_ones_own_actions_and_what_one_said_oneself(leila) -> None:
    others = [
        an_action(leila.case, performer=Performer.AGENT),
        an_action(leila.case, goal=GoalFactory.create(need__plan=leila.case.plan, need__is_restricted=True)),
        an_action(CaseFactory.create()),
    ]
    for action in others:
        assert "Rien n’a été changé" in leila.post("action_done", action)
        action.refresh_from_db()
        assert action.state == ActionState.TODO
    by_staff = an_action(leila.case, state=ActionState.DONE, done_on=date(2021, 7, 1))
    assert "Pas encore fait" not in leila.page("/mon-plan/")
    leila.post("action_undo", by_staff)
    by_staff.refresh_from_db()
    assert by_staff.state == ActionState.DONE


def test_an_appointment_is_confirmed_then_to_be_moved_and_the_worker_is_told() -> None:
    scene = a_scene()
    leila = Own(SpaceFactory.create(person=scene.case.person), scene.case)
    tie = an_appointment(scene.case)
    assert "J’y serai" in leila.page("/mon-plan/") and scene.agent.full_name in leila.page("/mon-plan/")
    leila.post("confirm", tie)
    assert staff_reads(scene, "Confirmé par la personne")
    leila.client.post(reverse("portal:move", args=[tie.pk]), {"reason": "Je travaille le matin"})
    assert "Je travaille le matin" in leila.page("/mon-plan/")
    assert staff_reads(scene, "La personne demande de le déplacer") and staff_reads(scene, "Je travaille le matin")
    told = Notification.objects.get(user=scene.agent)
    assert "Je travaille" not in told.text and scene.case.person.given_names not in told.text
    leila.post("answer_take_back", tie)
    assert not staff_reads(scene, "La personne demande de le déplacer")
    verbs = AuditEntry.objects.filter(verb__startswith="newcomers.appointment").order_by("pk")
    assert [one.verb.rsplit(".", 1)[1] for one in verbs] == ["confirmed", "move_asked", "answer_taken_back"]


def staff_reads(scene: Scene, text: str) -> bool:
    return text in text_of(scene.client().get(reverse("newcomers:appointments", args=[scene.case.pk])))


def test_what_is_over_or_cancelled_or_another_s_is_not_answered(leila) -> None:
    over, another = an_appointment(leila.case, days=-1), an_appointment(CaseFactory.create())
    off = an_appointment(leila.case, days=3)
    off.appointment.__class__.objects.filter(pk=off.appointment_id).update(
        state=AppointmentState.CANCELLED_BY_SERVICE, decided_at=AT, decided_by=leila.user
    )
    for tie in (over, another, off):
        for name in ("confirm", "move", "answer_take_back"):
            assert leila.client.post(reverse(f"portal:{name}", args=[tie.pk]), {"reason": "x"}).status_code == 404
    assert "Rendez-vous annulé par le service" in leila.page("/mon-plan/historique/")


def test_a_closed_dossier_is_read_and_not_written(leila) -> None:
    from ancrage.newcomers.models import ClosingReason

    action = an_action(leila.case)
    reason = ClosingReason.objects.create(code="fin", label_fr="Fin", label_en="End")
    agent = a_scene().agent
    close_case(case=leila.case, reason=reason, note="NOTE-DE-FERMETURE", by=agent, at=AT)
    page = leila.page("/mon-plan/")
    assert "Votre accompagnement est terminé" in page and "C’est fait" not in page
    assert "NOTE-DE-FERMETURE" not in leila.page("/mon-plan/historique/")
    leila.post("action_done", action)
    action.refresh_from_db()
    assert action.state == ActionState.TODO


def test_a_space_without_a_dossier_shows_nothing() -> None:
    client = Client()
    client.force_login(SpaceFactory.create().user)
    assert client.get("/mon-plan/").status_code == 404


def test_each_reading_is_in_the_register(leila) -> None:
    leila.page("/mon-plan/")
    entry = AuditEntry.objects.get(verb="portal.space.consulted")
    assert (entry.actor, entry.about) == (leila.user.actor_ref, [leila.case.person_id])


def test_the_same_number_of_statements_for_one_and_for_three(leila) -> None:
    counts = []
    for more in (1, 2):
        for n in range(more):
            an_action(leila.case)
            an_appointment(leila.case, days=2 + more * 3 + n, mode="place", room=RoomFactory.create())
        leila.page("/mon-plan/")
        with CaptureQueriesContext(connection) as asked:
            leila.client.get("/mon-plan/")
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


def test_nothing_around_the_page_speaks_to_the_staff() -> None:
    page = own().client.get("/mon-plan/").content.decode()
    for address in ("/aide/", "/aide/glossaire/", "/mon-compte/", "/recherche/"):
        assert f'href="{address}"' not in page
    assert 'href="/confidentialite/"' in page


def test_what_surrounds_the_page_speaks_the_language_too(leila) -> None:
    page = " ".join(leila.client.get("/mon-plan/documents/?langue=es").content.decode().split())
    assert "<title>Documentos Documents – Mi plan Mon plan – Ancrage</title>" in page
    assert re.search(r'<a class="an-skip"[^>]*>.{0,90}Ir al contenido.*Passer au contenu', page)
