"""The title of a need in the language of the person: typed by the agent, kept, handed over, undone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from ancrage.core import now, today
from ancrage.newcomers.actions.plan import make_version
from ancrage.newcomers.queries.plan_handover import handover
from ancrage.newcomers.queries.plan_versions import differences
from ancrage.plans.actions import PlanRefused
from ancrage.plans.models import Need, PlanChange, PlanVersion
from tests.factories.directory import NeedDomainFactory
from tests.factories.plans import GoalFactory, NeedFactory
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db
NEED = {"title": "une place en garderie", "level": "2", "urgency": "urgent", "covered_by": "agent"}
SPANISH = "un cupo en la guardería"


@pytest.fixture
def scene():
    scene = a_scene()
    scene.case.person.service_languages.create(
        language="es", ground="welcome", attested_on=today(), expires_on=today() + timedelta(days=30)
    )
    return scene


@pytest.fixture
def need(scene):
    need = NeedFactory.create(plan=scene.case.plan, title=NEED["title"], translations={"es": SPANISH, "ar": "مكان"})
    GoalFactory.create(need=need)
    return need


def post(scene, name, *args, **data):
    scene.case.plan.refresh_from_db()
    data.setdefault("revision", scene.case.plan.revision)
    return scene.client().post(url(name, scene.case, *args), data)


def edit(scene, need, **fields):
    answer = post(scene, "need_edit", need, domain=need.domain_id, state="identified", **(NEED | fields))
    need.refresh_from_db()
    return answer


def version(scene):
    return make_version(case=scene.loaded(), expected_revision=None, by=scene.agent, at=now())


def test_a_need_is_added_with_its_translation(scene):
    assert "Traduction (espagnol)" in text_of(scene.client().get(url("need_add", scene.case)))
    post(scene, "need_add", domain=NeedDomainFactory.create().pk, translation=SPANISH, **NEED)
    assert Need.objects.get().translations == {"es": SPANISH}


def test_without_a_language_of_service_nothing_is_asked(scene):
    scene.case.person.service_languages.all().delete()
    assert "Traduction" not in text_of(scene.client().get(url("need_add", scene.case)))
    post(scene, "need_add", domain=NeedDomainFactory.create().pk, translation=SPANISH, **NEED)
    assert Need.objects.get().translations == {}


def test_a_translation_is_shown_changed_and_undone_and_other_languages_stay(scene, need):
    assert SPANISH in text_of(scene.client().get(url("need_edit", scene.case, need)))
    edit(scene, need, translation="una plaza")
    assert need.translations == {"es": "una plaza", "ar": "مكان"}
    post(scene, "plan_undo", PlanChange.objects.get())
    need.refresh_from_db()
    assert need.translations == {"es": SPANISH, "ar": "مكان"}


def test_another_title_keeps_no_translation_but_the_one_typed(scene, need):
    edit(scene, need, title="un emploi", translation="un empleo")
    assert need.translations == {"es": "un empleo"}


def test_a_translation_typed_over_a_need_taken_away_comes_back(scene):
    domain = NeedDomainFactory.create()
    post(scene, "need_add", domain=domain.pk, **NEED)
    need = Need.objects.get()
    post(scene, "plan_undo", PlanChange.objects.get())
    answer = post(scene, "need_edit", need, domain=domain.pk, state="met", translation=SPANISH, **NEED)
    assert SPANISH in text_of(answer)
    address = re.search(r'<form[^>]* action="(?P<to>[^"]+/plan/[^"]+)"', answer.content.decode())["to"]
    assert scene.client().post(address, dict(answer.context["form"].data.items())).status_code == 302
    assert Need.objects.get().translations == {"es": SPANISH}


def test_where_nothing_is_left_to_hold_it_each_text_says_its_language(scene):
    post(scene, "need_add", domain=NeedDomainFactory.create().pk, **NEED)
    need = Need.objects.get()
    post(scene, "plan_undo", PlanChange.objects.get())
    shown = text_of(post(scene, "goal_add", need, text="Avoir une place", translation="Tener un cupo"))
    said = re.findall(r'<blockquote\s+lang="(..)"[^>]*>\s*(.+?)\s*</blockquote>', shown)
    assert said == [("fr", "Avoir une place"), ("es", "Tener un cupo")]


def test_the_person_reads_the_title_in_their_language(scene, need):
    version(scene)
    shown = text_of(scene.client().get(url("plan_version_accept", scene.case, 1)))
    spanish, french = shown.split('lang="fr" dir="ltr"', 1)
    assert SPANISH in spanish
    assert NEED["title"] in french
    pdf = PdfReader(BytesIO(scene.client().get(url("plan_pdf", scene.case, 1)).content))
    read = " ".join(pdf.pages[0].extract_text().split())
    assert SPANISH in read
    assert NEED["title"] in read
    assert read.count("texto original") == 1  # the goal's, which nobody translated


def test_a_title_nobody_translated_is_said_to_be_the_original(scene, need):
    Need.objects.update(translations={})
    assert handover(version(scene), "es").needs[0].title.other == ""
    assert "texto original" in text_of(scene.client().get(url("plan_version_accept", scene.case, 1)))


def test_a_version_made_before_titles_had_translations_is_read_as_it_was(scene, need):
    Need.objects.update(translations={})
    old = version(scene)
    assert "texts" not in old.content["needs"][0]
    assert handover(old, "es").needs[0].title.fr == NEED["title"]
    with pytest.raises(PlanRefused, match="Rien n’a changé"):
        version(scene)
    assert differences(scene.case, old) == []


def test_a_translation_typed_since_a_version_is_a_change(scene, need):
    Need.objects.update(translations={})
    version(scene)
    edit(scene, need, translation=SPANISH)
    assert "Changé" in text_of(scene.client().get(url("plan_version", scene.case, 1)))
    assert version(scene).number == 2
    assert PlanVersion.objects.get(number=2).content["needs"][0]["texts"] == {"es": SPANISH}
