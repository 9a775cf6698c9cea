from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.plan import make_version
from ancrage.plans.models import PlanVersion
from ancrage.ui.formats import day
from tests.factories.directory import NeedDomainFactory, OrganizationFactory, ServiceFactory
from tests.factories.newcomers import CaseReferralFactory, ConsentFactory, FollowUpFactory
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.referrals import ReferralFactory
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db
SECRET = "ce que seules les personnes nommées lisent"


@pytest.fixture
def scene():
    scene = a_scene()
    need = NeedFactory.create(plan=scene.case.plan, title="une place en garderie")
    goal = GoalFactory.create(
        need=need, text="Avoir une place", translations={"ar": "الحصول على مكان", "es": "Un cupo"}
    )
    PlanActionFactory.create(goal=goal, text="Appeler trois garderies")
    return scene


def speaks(scene, language, days=30):
    scene.case.person.service_languages.create(
        language=language,
        ground="welcome",
        attested_on=today() - timedelta(days=100),
        expires_on=today() + timedelta(days=days),
    )


def version(scene):
    return make_version(case=scene.loaded(), expected_revision=scene.case.plan.revision, by=scene.agent, at=now())


def pdf(scene, number=1, user=None):
    answer = scene.client(user).get(url("plan_pdf", scene.case, number))
    assert answer.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def read(reader):
    return " ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")


def test_a_version_is_made_shown_and_accepted(scene):
    client = scene.client()
    answer = client.post(url("plan_version_make", scene.case), {"revision": 0}, follow=True)
    assert "une place en garderie" in text_of(answer)
    assert "à accepter" in text_of(client.get(url("case", scene.case))).lower()
    shown = text_of(client.get(url("plan_version_accept", scene.case, 1)))
    assert "J’accepte" in shown
    client.post(url("plan_version_accept", scene.case, 1), {"mode": "on_screen"})
    assert PlanVersion.objects.get().acceptance == "on_screen"
    assert "Accepté le" in text_of(client.get(url("case", scene.case)))
    assert AuditEntry.objects.filter(verb="plans.version.accepted").exists()


def test_the_person_reads_their_language_beside_french(scene):
    speaks(scene, "ar")
    version(scene)
    shown = text_of(scene.client().get(url("plan_version_accept", scene.case, 1)))
    assert 'lang="ar" dir="rtl"' in shown
    assert "الحصول على مكان" in shown
    assert "Avoir une place" in shown
    assert "النص الأصلي" in shown


def hand_over(scene, on, number=1, user=None):
    address = url("plan_version_hand_over", scene.case, number)
    return scene.client(user).post(address, {"on": on.isoformat()}, follow=True)


def test_a_remise_is_noted_shown_and_undone(scene):
    version(scene)
    assert "Noter la remise" in text_of(scene.client().get(url("plan_version", scene.case, 1)))
    noted = hand_over(scene, today())
    assert f"Remis le {day(today())}".replace("\u00a0", " ") in text_of(noted)
    undo = url("plan_version_hand_over_undo", scene.case, 1)
    assert undo in text_of(noted)
    assert "Plan d’action remis à la personne, version 1" in text_of(scene.client().get(url("history", scene.case)))
    assert "n’est plus notée" in text_of(scene.client().post(undo, follow=True))
    assert PlanVersion.objects.get().handed_over_at is None
    verbs = ["plans.version.handed_over", "plans.version.handover_undone"]
    entries = AuditEntry.objects.filter(verb__in=verbs, about__contains=[scene.case.pk]).order_by("verb")
    assert [entry.verb for entry in entries] == verbs


def test_a_remise_of_another_day_keeps_that_day(scene):
    made = version(scene)
    PlanVersion.objects.update(made_at=made.made_at - timedelta(days=5))
    hand_over(scene, today() - timedelta(days=3))
    assert local_day(PlanVersion.objects.get().handed_over_at) == today() - timedelta(days=3)


@pytest.mark.parametrize(("days", "said"), [(1, "n’est pas encore passée"), (-1, "n’existait pas")])
def test_a_remise_is_neither_to_come_nor_before_its_version(scene, days, said):
    version(scene)
    answer = hand_over(scene, today() + timedelta(days=days))
    assert said in text_of(answer)
    assert PlanVersion.objects.get().handed_over_at is None


def test_a_remise_is_noted_once(scene):
    version(scene)
    hand_over(scene, today())
    first = PlanVersion.objects.get().handed_over_at
    assert "est déjà notée" in text_of(hand_over(scene, today()))
    assert PlanVersion.objects.get().handed_over_at == first


def test_what_is_not_noted_is_not_undone(scene):
    version(scene)
    answer = scene.client().post(url("plan_version_hand_over_undo", scene.case, 1), follow=True)
    assert "Aucune remise de la version 1" in text_of(answer)


def test_an_older_version_says_it_is_replaced(scene):
    version(scene)
    GoalFactory.create(need=NeedFactory.create(plan=scene.case.plan))
    version(scene)
    answer = scene.client().post(url("plan_version_accept", scene.case, 1), {"mode": "verbal"})
    assert "La version 2 a remplacé la version 1" in text_of(answer)


def test_a_version_says_what_changed_since(scene):
    version(scene)
    PlanActionFactory.create(goal=scene.case.plan.needs.get().goals.get(), text="Écrire aussi")
    text = text_of(scene.client().get(url("plan_version", scene.case, 1)))
    assert "Écrire aussi" in text
    assert "Ajouté" in text


@pytest.mark.parametrize("name", ["case", "plan_version", "plan_versions"])
def test_nothing_restricted_is_in_a_version_nor_in_its_comparison(scene, name):
    need = NeedFactory.create(
        plan=scene.case.plan, title=SECRET, is_restricted=True, domain=NeedDomainFactory.create(is_sensitive=True)
    )
    GoalFactory.create(need=need, text=SECRET)
    CaseReferralFactory.create(
        case=scene.case,
        need=need,
        referral=ReferralFactory.create(is_restricted=True, service=ServiceFactory.create(name=SECRET)),
    )
    version(scene)
    args = [1] if name == "plan_version" else []
    assert SECRET not in text_of(scene.client(scene.colleague).get(url(name, scene.case, *args)))
    assert SECRET not in read(pdf(scene, user=scene.colleague))
    assert SECRET not in str(PlanVersion.objects.get().content)


def test_the_pdf_is_accessible_and_complete(scene):
    FollowUpFactory.create(case=scene.case, due_on=today() + timedelta(days=10))
    need = scene.case.plan.needs.get()
    consent = ConsentFactory.create(case=scene.case)
    organization = OrganizationFactory.create(name="Accueil Matane", phone="+14185550142")
    tie = CaseReferralFactory.create(
        case=scene.case,
        need=need,
        consent=consent,
        referral=ReferralFactory.create(service=ServiceFactory.create(name="Halte", organization=organization)),
    )
    referral = tie.referral
    referral.state, referral.sent_at, referral.expires_at = "accepted", now(), now()
    referral.save()
    version(scene)
    reader = pdf(scene)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-CA"
    assert reader.metadata.title == f"Plan d’action individualisé – {scene.case.reference}"
    text = read(reader)
    assert len(reader.pages) == 1
    for said in (
        scene.case.person.full_name,
        scene.case.reference,
        scene.case.service_point.name,
        scene.agent.full_name,
        "une place en garderie",
        "Avoir une place",
        "Appeler trois garderies",
        "Halte",
        "Accueil Matane",
        "418 555-0142",
        "Acceptée",
        "Prochain suivi",
    ):
        assert said in text
    assert AuditEntry.objects.filter(verb="newcomers.plan_printed.consulted").count() == 1


def fonts(reader):
    return {font["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].get_object().values()}


def languages(element):
    """Every language said in the structure of the document."""
    element = element.get_object()
    if isinstance(element, list):
        return set().union(*(languages(one) for one in element))
    if not isinstance(element, dict):
        return set()
    said = {str(element["/Lang"])} if "/Lang" in element else set()
    return said | (languages(element["/K"]) if "/K" in element else set())


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_pdf_holds_the_other_language_in_its_structure(scene, language):
    speaks(scene, language)
    version(scene)
    reader = pdf(scene)
    assert language in languages(reader.trailer["/Root"]["/StructTreeRoot"])
    assert any("NotoSansArabic" in name for name in fonts(reader)) == (language == "ar")
    assert "Appeler trois garderies" in read(reader)


def test_once_the_ground_has_expired_new_documents_are_in_french_alone(scene):
    speaks(scene, "es", days=0)
    made = version(scene)
    assert made.language == "es"
    assert "Un cupo" in read(pdf(scene))
    scene.case.person.service_languages.update(expires_on=today() - timedelta(days=1))
    assert "Un cupo" not in read(pdf(scene))
    assert version(scene).language == ""


def test_hostile_text_is_printed_as_it_is(scene):
    need = scene.case.plan.needs.get()
    GoalFactory.create(need=need, text='1 234,50 $ #panic("x") [ ] \\ *a* 王 😀')
    version(scene)
    assert '1 234,50 $ #panic("x") [ ] \\ *a* ? ?' in read(pdf(scene))


@pytest.mark.parametrize("language", ["", "ar"])
def test_a_long_plan_still_fits_on_three_pages(scene, language):
    for number in range(9):
        goal = GoalFactory.create(
            need=NeedFactory.create(plan=scene.case.plan), text=f"Un but assez long pour le plan {number}"
        )
        for _n in range(4):
            PlanActionFactory.create(
                goal=goal, text="Une action dont le texte est aussi long qu’on les écrit d’habitude"
            )
    if language:
        speaks(scene, language)
    version(scene)
    assert 1 <= len(pdf(scene).pages) <= 3


def test_a_version_that_does_not_exist_is_not_found(scene):
    assert scene.client().get(url("plan_pdf", scene.case, 4)).status_code == 404
