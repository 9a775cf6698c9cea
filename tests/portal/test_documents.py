"""What the service shows in the space of the person: documents chosen one by one, and the plan as it was proposed."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.files.enums import Scan
from ancrage.files.models import StoredFile
from ancrage.newcomers.actions.documents import DocumentRefused, add_document, share_document, unshare_document
from ancrage.newcomers.actions.plan import make_version
from ancrage.newcomers.models import Case, Document
from ancrage.plans.models import Need
from tests.factories.directory import OrganizationFactory, ServiceFactory
from tests.factories.files import PDF, upload
from tests.factories.newcomers import CaseFactory, CaseReferralFactory, ConsentFactory, DocumentFactory
from tests.factories.plans import GoalFactory, NeedFactory, PlanActionFactory
from tests.factories.portal import SpaceFactory
from tests.factories.referrals import ReferralFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url
from tests.portal.reading import Own

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


@pytest.fixture
def leila(scene) -> Own:
    return Own(SpaceFactory.create(person=scene.case.person), scene.case)


def document(scene: Scene, **fields) -> Document:
    about = {"file": upload(), "title": "Lettre d’accueil", "is_restricted": False}
    return add_document(case=scene.case, **about | fields, by=scene.agent, at=now())


def shared(scene: Scene) -> Document:
    row = document(scene)
    scene.client(scene.colleague).post(url("document_share", scene.case, row))
    return row


def another() -> Own:
    space = SpaceFactory.create(secret="a" * 64)
    return Own(space, CaseFactory.create(person=space.person))


def opened(leila: Own, row: Document):
    return leila.client.get(reverse("portal:document", args=[row.pk]))


def test_a_document_is_hidden_until_it_is_shown_and_as_soon_as_it_is_not(scene, leila) -> None:
    row = document(scene)
    assert "Lettre d’accueil" not in leila.page("/mon-plan/documents/")
    assert opened(leila, row).status_code == 404
    client = scene.client(scene.colleague)
    page = text_of(client.post(url("document_share", scene.case, row), follow=True))
    assert "Visible dans Mon plan" in page and "Annuler" in page
    assert "Lettre d’accueil" in leila.page("/mon-plan/documents/")
    assert opened(leila, row).content == PDF
    entry = AuditEntry.objects.get(verb="portal.document.consulted")
    assert (entry.target_id, entry.actor) == (str(row.pk), leila.user.actor_ref)
    assert scene.case.person_id in entry.about
    page = text_of(client.post(url("document_unshare", scene.case, row), follow=True))
    assert "Montrer dans Mon plan" in page
    assert "Lettre d’accueil" not in leila.page("/mon-plan/documents/")
    assert opened(leila, row).status_code == 404
    verbs = AuditEntry.objects.filter(verb__contains="shared").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["newcomers.document.shared", "newcomers.document.unshared"]


def test_twice_changes_nothing(scene, leila) -> None:
    row = shared(scene)
    first = Document.objects.get().shared_at
    share_document(document=row, by=scene.agent, at=now())
    assert Document.objects.get().shared_at == first
    for _time in range(2):
        unshare_document(document=row, by=scene.agent, at=now())
    assert AuditEntry.objects.filter(verb="newcomers.document.unshared").count() == 1


def test_what_is_restricted_taken_out_or_theirs_is_not_shown(scene, leila) -> None:
    restricted = DocumentFactory.create(case=scene.case, added_by=scene.agent, is_restricted=True)
    out = DocumentFactory.create(case=scene.case, added_by=scene.agent, struck_at=now())
    theirs = DocumentFactory.create(case=scene.case, added_by=leila.user)
    for row, said in ((restricted, "restreint"), (out, "retiré"), (theirs, "déjà")):
        with pytest.raises(DocumentRefused, match=said):
            share_document(document=row, by=scene.agent, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=restricted.pk).update(shared_at=now())
    row = shared(scene)
    Document.objects.filter(pk=row.pk).update(struck_at=now())
    assert opened(leila, row).status_code == 404


def test_nobody_else_s_and_nothing_to_take_away(scene, leila) -> None:
    row = shared(scene)
    other = another()
    assert other.client.get(reverse("portal:document", args=[row.pk])).status_code == 404
    assert "Lettre d’accueil" not in other.page("/mon-plan/documents/")
    for name in ("document_take_away", "document_put_back"):
        assert leila.client.post(reverse(f"portal:{name}", args=[row.pk])).status_code == 404
    assert Document.objects.get().struck_at is None


def test_a_file_held_or_gone_is_said_in_words(scene, leila) -> None:
    row = shared(scene)
    StoredFile.objects.update(scan=Scan.PENDING)
    page = opened(leila, row)
    assert page.status_code == 200 and "n’est pas encore vérifié" in text_of(page)
    StoredFile.objects.update(scan=Scan.CLEAN, scanned_at=now())
    default_storage.delete(StoredFile.objects.get().key)
    page = opened(leila, row)
    assert page.status_code == 404 and "Réessayez plus tard" in text_of(page)


def test_as_many_statements_for_one_and_for_three(scene, leila) -> None:
    counts = []
    for _row in range(3):
        shared(scene)
        with CaptureQueriesContext(connection) as asked:
            leila.page("/mon-plan/documents/")
        counts.append(len(asked))
    assert counts[1] == counts[2]


def proposed(scene: Scene) -> None:
    need = NeedFactory.create(plan=scene.case.plan, title="une place en garderie")
    goal = GoalFactory.create(need=need, text="Avoir une place", translations={"ar": "الحصول على مكان"})
    PlanActionFactory.create(goal=goal, text="Appeler trois garderies")
    service = ServiceFactory.create(name="Halte-garderie", organization=OrganizationFactory.create(name="Les Lutins"))
    consent = ConsentFactory.create(case=scene.case)
    referral = ReferralFactory.create(service=service)
    CaseReferralFactory.create(case=scene.case, referral=referral, need=need, consent=consent)
    referral.state, referral.sent_at, referral.expires_at = "accepted", now(), now()
    referral.save()
    make_version(case=scene.loaded(), expected_revision=scene.case.plan.revision, by=scene.agent, at=now())


def plan_of(leila: Own) -> str:
    answer = leila.client.get("/mon-plan/plan.pdf")
    assert answer["Content-Type"] == "application/pdf" and 'filename="mon-plan.pdf"' in answer["Content-Disposition"]
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\u00a0", " ")


def test_the_plan_last_proposed_is_kept_as_a_pdf(scene, leila) -> None:
    assert "à imprimer" not in leila.page("/mon-plan/documents/")
    assert leila.client.get("/mon-plan/plan.pdf").status_code == 404
    proposed(scene)
    assert "Mon plan, à imprimer" in leila.page("/mon-plan/documents/")
    assert "Mon plan, à imprimer" in leila.page("/mon-plan/")
    text = plan_of(leila)
    assert "une place en garderie" in text and "Appeler trois garderies" in text and "Halte-garderie" in text
    entry = AuditEntry.objects.get(verb="portal.plan_printed.consulted")
    assert entry.actor == leila.user.actor_ref


def test_the_plan_is_in_the_language_of_the_person_beside_french(scene, leila) -> None:
    scene.case.person.service_languages.create(
        language="ar", ground="welcome", attested_on=today(), expires_on=today().replace(year=today().year + 1)
    )
    proposed(scene)
    reader = PdfReader(BytesIO(leila.client.get("/mon-plan/plan.pdf").content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert any("\u0600" <= letter <= "\u06ff" or "\ufe70" <= letter <= "\ufeff" for letter in plan_of(leila))


def test_what_became_restricted_is_not_in_the_pdf(scene, leila) -> None:
    proposed(scene)
    Need.objects.update(is_restricted=True)
    text = plan_of(leila)
    assert "garderie" not in text and "Lutins" not in text


def test_the_space_of_someone_without_a_dossier_has_no_pdf(leila, scene) -> None:
    proposed(scene)
    other = another()
    assert other.client.get("/mon-plan/plan.pdf").status_code == 404
    assert Case.objects.count() == 2
