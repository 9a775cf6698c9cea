from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.files.actions import FileRefused
from ancrage.files.models import StoredFile
from ancrage.files.uploads import max_bytes
from ancrage.newcomers.actions.documents import DocumentRefused, add_document, restore_document, strike_document
from ancrage.newcomers.models import CaseState, ClosingReason, Document
from ancrage.newcomers.queries.header import case_header
from ancrage.newcomers.queries.timeline import timeline
from tests.factories.files import JPEG, PDF, upload
from tests.factories.newcomers import CircleMemberFactory, DocumentFactory
from tests.newcomers.scene import a_scene, director_of, text_of, url
from tests.newcomers.test_restricted import read

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
HTML, EXE = b"<!doctype html><script>alert(1)</script>", b"MZ\x90\x00\x03"


@pytest.fixture
def scene():
    return a_scene()


def added(scene, **given):
    about = {"file": upload(), "title": "", "is_restricted": False, "by": scene.agent, "at": AT}
    return add_document(case=scene.case, **(about | given))


def named(scene, user=None):
    return CircleMemberFactory.create(case=scene.case, user=user or scene.agent)


def closed(case):
    reason = ClosingReason.objects.create(code="plan", label_fr="Plan réalisé", label_en="Plan completed")
    case.state, case.closed_at, case.closing_reason = CaseState.CLOSED, AT, reason
    case.save()


def page(scene, name="documents", *args, user=None):
    return scene.client(user).get(url(name, scene.case, *args))


def verbs():
    return list(AuditEntry.objects.filter(verb__startswith="newcomers.document.").order_by("pk").values_list("verb"))


# ── actions ──


@pytest.mark.parametrize(("title", "kept"), [("Bail signé", "Bail signé"), ("", "Relevé d’été")])
def test_a_document_is_kept_with_its_title_or_the_name_of_its_file(scene, title, kept):
    document = added(scene, file=upload(PDF, "dossier/Relevé d’été.pdf"), title=title)
    document.refresh_from_db()
    assert (document.title, document.file.name) == (kept, "Relevé d’été.pdf")
    assert (document.added_by, document.added_at, document.struck_at) == (scene.agent, AT, None)
    entry = AuditEntry.objects.get(verb="newcomers.document.added")
    assert set(entry.about) == {scene.case.pk, scene.case.person_id}
    assert (entry.target_id, entry.actor) == (str(document.pk), scene.agent.actor_ref)


def test_a_refused_file_leaves_no_document(scene):
    with pytest.raises(FileRefused):
        added(scene, file=upload(EXE))
    assert not Document.objects.exists()
    assert not verbs()


def test_only_those_named_add_a_restricted_document(scene):
    with pytest.raises(DocumentRefused, match="personnes nommées") as refusal:
        added(scene, is_restricted=True)
    assert refusal.value.field == "is_restricted"
    assert not StoredFile.objects.exists()
    CircleMemberFactory.create(case=scene.case, user=scene.agent, until=AT)
    with pytest.raises(DocumentRefused):
        added(scene, is_restricted=True)
    named(scene)
    assert added(scene, is_restricted=True).is_restricted


def test_a_closed_dossier_receives_nothing(scene):
    closed(scene.case)
    with pytest.raises(DocumentRefused, match="est fermé"):
        added(scene)
    assert not StoredFile.objects.exists()


def test_a_document_is_struck_and_restored_by_whoever_added_it(scene):
    document = added(scene)
    for act in (strike_document, restore_document):
        with pytest.raises(DocumentRefused):
            act(document=document, by=scene.colleague, at=AT)
        assert Document.objects.get().struck_at is None
    strike_document(document=document, by=scene.agent, at=AT)
    assert Document.objects.get().struck_at == AT
    restore_document(document=document, by=scene.agent, at=AT)
    assert Document.objects.get().struck_at is None
    assert [verb.rpartition(".")[2] for (verb,) in verbs()] == ["added", "struck", "restored"]


def test_a_struck_document_is_nowhere_and_its_history_stays(scene):
    document = added(scene, title="Bail")
    strike_document(document=document, by=scene.agent, at=AT)
    assert "Bail" not in text_of(page(scene))
    assert page(scene, "document", document).status_code == 404
    assert case_header(scene.loaded(), scene.access(), now()).counts["documents"] == 0
    assert not timeline(scene.loaded(), kinds=("notes",))
    history = apps.get_model("newcomers", "DocumentEvent")
    assert history.objects.filter(pgh_obj=document.pk).count() == 2
    assert default_storage.exists(document.file.key)


# ── the list ──


def test_the_list_says_what_who_and_when(scene):
    named(scene)
    added(scene, title="Bail signé", file=upload(PDF.ljust(240 * 1024, b"x"), "bail.pdf"))
    added(scene, file=upload(JPEG, "IMG_0012.jpg"), is_restricted=True)
    text = " ".join(text_of(page(scene)).split())
    assert "Bail signé" in text
    assert f"PDF, 240 ko. 14 juillet 2021, 10 h, {scene.agent.full_name}" in text
    assert "IMG_0012" in text
    assert text.count("Restreint<") == 1


def test_an_empty_list_says_what_goes_there(scene):
    assert "Aucun document" in text_of(page(scene))


def test_the_list_is_paged(scene):
    for n in range(21):
        DocumentFactory.create(case=scene.case, title=f"Document n{n:02}", added_at=AT + timedelta(minutes=n))
    first = page(scene)
    text = text_of(first)
    assert "Document n20" in text
    assert "Document n00" not in text
    assert "Document n00" in text_of(scene.client().get(url("documents", scene.case) + first.context["page"].next))


def test_the_list_asks_as_much_of_the_database_for_one_or_three(scene):
    counts = []
    for more in (1, 2):
        for _n in range(more):
            DocumentFactory.create(case=scene.case)
        client = scene.client()
        client.get(url("documents", scene.case))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(url("documents", scene.case)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 14


def test_only_one_s_own_documents_may_be_struck_from_the_list(scene):
    mine, theirs = added(scene), DocumentFactory.create(case=scene.case)
    text = text_of(page(scene))
    assert url("document_strike", scene.case, mine) in text
    assert url("document_strike", scene.case, theirs) not in text
    assert "Ajouter un document" in text


@pytest.mark.parametrize("who", ["director", "closed"])
def test_whoever_may_not_write_is_offered_nothing(scene, who):
    document = added(scene)
    if who == "closed":
        closed(scene.case)
    user = director_of(scene.case) if who == "director" else scene.agent
    text = text_of(page(scene, user=user))
    assert document.title in text
    assert "Ajouter un document" not in text
    assert "Retirer" not in text


def test_striking_from_the_list_can_be_undone(scene):
    document, client = added(scene), scene.client()
    answer = client.post(url("document_strike", scene.case, document), follow=True)
    assert "Le document est retiré." in text_of(answer)
    assert url("document_restore", scene.case, document) in text_of(answer)
    answer = client.post(url("document_restore", scene.case, document), follow=True)
    assert "Le document est rétabli." in text_of(answer)
    assert document.title in text_of(answer)


def test_striking_someone_else_s_is_refused_in_words(scene):
    document = DocumentFactory.create(case=scene.case)
    answer = scene.client().post(url("document_strike", scene.case, document), follow=True)
    assert "Un document est retiré par la personne qui l’a ajouté." in text_of(answer)


# ── adding ──


def posted(scene, file, user=None, **typed):
    return scene.client(user).post(url("document_add", scene.case), {"file": file, **typed})


def test_the_form_says_what_is_taken_before_asking(scene):
    text = text_of(page(scene, "document_add"))
    assert "PDF, JPEG ou PNG, 10 Mo au plus." in text
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in text
    assert 'enctype="multipart/form-data"' in text
    assert "is_restricted" not in text
    assert "is-invalid" not in text


def test_a_document_is_added_and_may_be_taken_back(scene):
    answer = posted(scene, upload(), title="Bail")
    assert (answer.status_code, answer["Location"]) == (302, url("documents", scene.case))
    document = Document.objects.get()
    assert (document.title, document.is_restricted, document.added_by) == ("Bail", False, scene.agent)
    assert StoredFile.objects.get().size == len(PDF)


WRONG = {
    "an empty file": (b"", "bail.pdf", "Ce fichier est vide."),
    "html called pdf": (HTML, "bail.pdf", "ni un PDF, ni une image JPEG ou PNG"),
    "a program called pdf": (EXE, "bail.pdf", "ni un PDF, ni une image JPEG ou PNG"),
    "eleven megabytes": (PDF.ljust(11 * 1024 * 1024, b"x"), "bail.pdf", "Ce fichier dépasse 10 Mo."),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_refused_file_is_said_beside_its_field_and_nothing_typed_is_lost(scene, what):
    named(scene)
    content, name, sentence = WRONG[what]
    answer = posted(scene, upload(content, name), title="Bail de la rue Principale", is_restricted="on")
    assert answer.status_code == 200
    form = answer.context["form"]
    assert sentence in str(form.errors["file"])
    text = text_of(answer)
    assert 'value="Bail de la rue Principale"' in text
    assert "checked" in text[text.index('name="is_restricted"') :].partition(">")[0]
    assert not StoredFile.objects.exists()


def test_no_file_at_all_is_said_beside_its_field(scene):
    answer = scene.client().post(url("document_add", scene.case), {"title": "Bail"})
    assert "Choisissez un fichier." in str(answer.context["form"].errors["file"])


def test_the_limit_is_a_setting(scene, settings):
    settings.ANCRAGE_FILE_MAX_MB = 1
    assert "1 Mo au plus" in text_of(page(scene, "document_add"))
    assert "Ce fichier dépasse 1 Mo." in text_of(posted(scene, upload(PDF.ljust(max_bytes() + 1, b"x"))))


def test_only_whoever_is_named_is_asked_whether_it_is_restricted(scene):
    assert "is_restricted" not in text_of(page(scene, "document_add"))
    named(scene)
    assert "Seules les personnes nommées au dossier le verront." in text_of(page(scene, "document_add"))
    posted(scene, upload(), is_restricted="on")
    assert Document.objects.filter(is_restricted=True).count() == 1


def test_what_was_ticked_restricted_by_someone_no_longer_named_is_not_shared(scene):
    answer = posted(scene, upload(), title="Lettre", is_restricted="on")
    assert "Seules les personnes nommées" in str(answer.context["form"].errors["is_restricted"])
    assert not Document.objects.exists()


def test_a_closed_dossier_refuses_in_words(scene):
    closed(scene.case)
    assert "Rouvrez-le pour y ajouter un document." in text_of(posted(scene, upload()))
    assert not Document.objects.exists()


def test_a_name_with_folders_and_control_characters_is_cleaned(scene):
    posted(scene, upload(PDF, "..\\..\\bail\u202e\x07 signé.pdf"))
    assert StoredFile.objects.get().name == "bail signé.pdf"


# ── opening ──


def test_a_document_is_handed_back_as_it_came_and_runs_nothing(scene):
    document = added(scene, file=upload(PDF, "Relevé d’été.pdf"))
    answer = page(scene, "document", document)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Relev%C3%A9%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_name_cannot_add_a_header(scene):
    document = added(scene, file=upload(PDF, 'a"; filename="x.exe\r\nX-Bad: 1.pdf'))
    answer = page(scene, "document", document)
    assert "X-Bad" not in answer.headers
    assert answer["Content-Disposition"].startswith("attachment; ")


def test_opening_is_written_in_the_register(scene):
    document = added(scene)
    page(scene, "document", document)
    entry = AuditEntry.objects.get(verb="newcomers.document.consulted")
    assert (entry.target_id, entry.actor) == (str(document.pk), scene.agent.actor_ref)
    assert set(entry.about) == {scene.case.pk, scene.case.person_id}


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_damaged_file_is_said_and_is_no_fault(scene, harm):
    document = added(scene, title="Bail")
    key = document.file.key
    if harm == "altered":
        with default_storage.open(key, "r+b") as kept:
            content = bytearray(kept.read())
            content[30] ^= 1
            kept.seek(0)
            kept.write(bytes(content))
    else:
        default_storage.delete(key)
    answer = page(scene, "document", document)
    assert answer.status_code == 404
    assert "absent ou a été altéré" in text_of(answer)
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("who", ["colleague", "director"])
def test_a_restricted_document_exists_for_nobody_un_named(scene, who):
    named(scene)
    user = scene.colleague if who == "colleague" else director_of(scene.case)
    client, address = scene.client(user), url("documents", scene.case)
    before = read(client, address)
    document = added(scene, title="Lettre remise en confiance", is_restricted=True)
    assert read(client, address) == before
    assert page(scene, "document", document, user=user).status_code == 404
    header = case_header(scene.loaded(user), scene.access(user), now())
    assert header.counts["documents"] == 0
    assert not timeline(scene.loaded(user), kinds=("notes",))
    assert page(scene, "document", document).status_code == 200
    assert case_header(scene.loaded(), scene.access(), now()).counts["documents"] == 1


def test_the_timeline_tells_what_was_added(scene):
    added(scene, title="Bail")
    (event,) = timeline(scene.loaded(), kinds=("notes",))
    assert (event.what, event.detail, event.who, event.at) == ("Document ajouté", "Bail", scene.agent.full_name, AT)
    assert "Document ajouté" in text_of(scene.client().get(url("history", scene.case), {"genre": "notes"}))


def test_the_tab_counts_the_documents(scene):
    added(scene)
    added(scene)
    tab = text_of(page(scene)).partition(f'href="{url("documents", scene.case)}"')[2].partition("</a>")[0]
    assert ">2<" in tab


def test_sizes_are_said_in_the_language(scene):
    added(scene, file=upload(PDF.ljust(240 * 1024, b"x")))
    with override("en"):
        text = text_of(scene.client().get(url("documents", scene.case), headers={"Accept-Language": "en"}))
    assert "240 KB" in text
