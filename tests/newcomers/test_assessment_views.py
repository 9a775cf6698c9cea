import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ancrage.newcomers.actions.assessments import start_assessment
from ancrage.newcomers.models import AssessedDomain, MeetingMode, NeedsAssessment
from ancrage.plans.models import Need
from tests.factories.newcomers import MOMENT, CircleMemberFactory
from tests.factories.questionnaires import published
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
DANGER = "Situation de vulnérabilité"


@pytest.fixture
def scene() -> Scene:
    published()
    return a_scene()


def _started(scene: Scene, by: Any = None) -> NeedsAssessment:
    user = by or scene.agent
    return start_assessment(
        case=scene.loaded(user), mode=MeetingMode.PHONE, interpreter_language="", by=user, at=MOMENT
    )


def _page(client: Client, scene: Scene, draft: NeedsAssessment, section: str = "settlement") -> Any:
    return client.get(url("assessment_page", scene.case, draft, section))


def _hidden(answer: Any) -> dict[str, str]:
    """The revision and the mark of this open page, as a browser would send them back."""
    found = re.findall(r'name="(revision|writer)" value="([^"]+)"', answer.content.decode())
    return dict(found)


def _finished(scene: Scene, number: int, levels: dict[str, int]) -> NeedsAssessment:
    draft = _started(scene)
    domains = {domain.code: domain for domain in AssessedDomain._meta.get_field("domain").related_model.objects.all()}
    for code, level in levels.items():
        AssessedDomain.objects.create(assessment=draft, domain=domains[code], level=level)
    NeedsAssessment.objects.filter(pk=draft.pk).update(completed_at=MOMENT)
    type(draft.answers).objects.filter(pk=draft.answers_id).update(completed_at=MOMENT)
    assert draft.number == number
    return draft


def test_from_the_first_page_to_the_plan(scene) -> None:
    client = scene.client()
    answer = client.post(url("assessment_start", scene.case), {"mode": "in_person"})
    draft = NeedsAssessment.objects.get()
    assert answer.headers["Location"] == url("assessment_page", scene.case, draft, "settlement")
    hidden = _hidden(_page(client, scene, draft))
    sent = {**hidden, "logement__level": "2", "logement__people": "3", "documents__done": ["ramq", "sin"]}
    answer = client.post(url("assessment_page", scene.case, draft, "settlement"), sent)
    assert answer.headers["Location"] == url("assessment_page", scene.case, draft, "french")
    summary = client.get(url("assessment_summary", scene.case, draft))
    assert "Logement temporaire ou trop cher" in text_of(summary)
    answer = client.post(url("assessment_summary", scene.case, draft))
    assert answer.headers["Location"] == url("case", scene.case)
    assert Need.objects.get().title == "Logement temporaire ou trop cher"
    draft.refresh_from_db()
    assert draft.answers.answers == {"logement.level": 2, "logement.people": 3, "documents.done": ["ramq", "sin"]}


def test_a_draft_is_kept_while_one_writes_and_resumed(scene) -> None:
    client, draft = scene.client(), _started(scene)
    sent = {**_hidden(_page(client, scene, draft)), "logement__level": "1"}
    for level in "12":
        answer = client.post(
            url("assessment_draft", scene.case, draft, "settlement"), sent | {"logement__level": level}
        )
        assert text_of(answer).startswith("Brouillon enregistré à ")
    listed = text_of(client.get(url("assessments", scene.case)))
    assert "Une évaluation est en cours" in listed
    assert url("assessment_page", scene.case, draft, "french") in listed, "resumed after the section already saved"
    page = _page(client, scene, draft)
    assert re.search(r'name="logement__level"\s+value="2"[^>]*checked', page.content.decode())


def test_two_people_on_one_page_find_out_and_choose(scene) -> None:
    first, second, draft = scene.client(), scene.client(scene.colleague), _started(scene)
    mine, theirs = (_hidden(_page(client, scene, draft)) for client in (first, second))
    address = url("assessment_page", scene.case, draft, "settlement")
    first.post(address, {**mine, "logement__level": "3", "logement__note": "Bail au 30 juin."})
    kept = {**theirs, "logement__level": "0", "sante__level": "1"}
    answer = second.post(address, kept)
    text = text_of(answer)
    assert f"{scene.agent.full_name} a enregistré cette page" in text
    assert "Bail au 30 juin." in text
    assert "Besoin important" in text
    assert NeedsAssessment.objects.get().answers.answers["logement.level"] == 3
    # What was typed is still there, and saving it again is a choice.
    assert second.post(address, {**kept, **_hidden(answer)}).status_code == 302
    assert NeedsAssessment.objects.get().answers.answers == {"logement.level": 0, "sante.level": 1}


def test_the_autosave_of_the_second_replaces_nothing(scene) -> None:
    first, second, draft = scene.client(), scene.client(scene.colleague), _started(scene)
    mine, theirs = (_hidden(_page(client, scene, draft)) for client in (first, second))
    address = url("assessment_draft", scene.case, draft, "settlement")
    first.post(address, {**mine, "logement__level": "3"})
    answer = second.post(address, {**theirs, "logement__level": "0"})
    assert "Enregistrez pour comparer" in text_of(answer)
    assert NeedsAssessment.objects.get().answers.answers == {"logement.level": 3}


def test_a_wrong_answer_is_said_and_nothing_typed_is_lost(scene) -> None:
    client, draft = scene.client(), _started(scene)
    sent = {**_hidden(_page(client, scene, draft)), "logement__people": "-2", "logement__note": "Trois pièces"}
    answer = client.post(url("assessment_page", scene.case, draft, "settlement"), sent)
    assert answer.status_code == 200
    assert "Un renseignement est à corriger" in text_of(answer)
    assert "Trois pièces" in text_of(answer)
    draft.answers.refresh_from_db()
    assert draft.answers.answers == {}
    kept = client.post(url("assessment_draft", scene.case, draft, "settlement"), sent)
    assert "une réponse est à corriger" in text_of(kept)


def test_a_colleague_neither_sees_nor_overwrites_what_is_sensitive(scene) -> None:
    leader, other, draft = scene.client(), scene.client(scene.colleague), _started(scene)
    address = url("assessment_page", scene.case, draft, "transversal")
    hidden = _hidden(leader.get(address))
    leader.post(
        address, {**hidden, "situation-vulnerable__level": "3", "situation-vulnerable__note": "Ne pas appeler."}
    )
    page = other.get(address)
    assert DANGER not in text_of(page)
    other.post(address, {**_hidden(page), "immigration__level": "1", "situation-vulnerable__level": "0"})
    assert DANGER not in text_of(other.get(url("assessment_summary", scene.case, draft)))
    draft.answers.refresh_from_db()
    assert draft.answers.answers["situation-vulnerable.level"] == 3
    assert draft.answers.answers["immigration.level"] == 1
    assert "Ne pas appeler" in text_of(leader.get(url("assessment_summary", scene.case, draft)))


def test_comparing_what_two_wrote_at_once_tells_nothing_sensitive(scene) -> None:
    leader, other, draft = scene.client(), scene.client(scene.colleague), _started(scene)
    address = url("assessment_page", scene.case, draft, "transversal")
    mine, theirs = (_hidden(client.get(address)) for client in (leader, other))
    typed = {"immigration__level": "2", "situation-vulnerable__level": "3"}
    leader.post(address, {**mine, **typed, "situation-vulnerable__note": "Ne pas appeler."})
    text = text_of(other.post(address, {**theirs, "immigration__level": "1"}))
    assert f"{scene.agent.full_name} a enregistré cette page" in text
    assert "Ne pas appeler" not in text
    assert DANGER not in text


def test_what_was_found_is_hidden_from_the_un_named_in_every_view(scene) -> None:
    for number in (1, 2):
        _finished(scene, number, {"logement": number, "situation-vulnerable": 3})
    done = NeedsAssessment.objects.get(number=2)
    pages = [url("assessments", scene.case), url("assessment", scene.case, done)]
    for page in pages:
        text = text_of(scene.client().get(page))
        assert "Logement" in text
        assert DANGER not in text
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    for page in pages:
        assert DANGER in text_of(scene.client().get(page))


def test_two_assessments_are_compared_in_words(scene) -> None:
    _finished(scene, 1, {"logement": 3, "sante": 1})
    _finished(scene, 2, {"logement": 1, "sante": 2})
    text = text_of(scene.client().get(url("assessments", scene.case)))
    assert "Besoin moindre" in text
    assert "Besoin accru" in text


def test_the_two_compared_are_chosen(scene) -> None:
    for number, level in ((1, 3), (2, 3), (3, 1)):
        _finished(scene, number, {"logement": level})
    client, address = scene.client(), url("assessments", scene.case)
    assert "Besoin moindre" in text_of(client.get(address))
    assert "Inchangé" in text_of(client.get(address, {"avant": "2", "apres": "1"}))
    assert "Besoin moindre" in text_of(client.get(address, {"avant": "9", "apres": "x"}))


def test_a_completed_assessment_has_no_page_to_write(scene) -> None:
    done = _finished(scene, 1, {"logement": 1})
    client = scene.client()
    assert client.get(url("assessment", scene.case, done)).status_code == 200
    assert _page(client, scene, done).status_code == 404
    assert client.get(url("assessment_summary", scene.case, done)).status_code == 404


def test_a_section_that_is_not_asked_does_not_exist(scene) -> None:
    assert _page(scene.client(), scene, _started(scene), "gardening").status_code == 404


def test_the_list_takes_as_many_statements_whatever_its_length(scene) -> None:
    counts = []
    for number in (1, 2, 3):
        _finished(scene, number, {"logement": 1, "sante": 2})
        client = scene.client()
        with CaptureQueriesContext(connection) as taken:
            assert client.get(url("assessments", scene.case)).status_code == 200
        counts.append(len(taken))
    assert counts[1] == counts[2]
    assert counts[2] <= 14
