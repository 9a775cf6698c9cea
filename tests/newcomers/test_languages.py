from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.accounts.models import Notification
from ancrage.core import today
from ancrage.core.actors import JobActor
from ancrage.core.dates import local_day
from ancrage.newcomers.actions.languages import (
    LanguageRefused,
    add_level,
    add_service_language,
    announce_end,
    end_service_language,
)
from ancrage.newcomers.actions.person import edit_person
from ancrage.newcomers.models import FrenchLevel, Person, ServiceLanguage
from ancrage.newcomers.queries.languages import document_language, to_warn, welcome_ends_on
from tests.factories.newcomers import FrenchLevelFactory, PersonFactory, ServiceLanguageFactory
from tests.newcomers.scene import a_restricted_scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 3, 31, 16, 0, tzinfo=UTC)
DAY = local_day(NOON)


@pytest.mark.parametrize(
    ("arrived", "ends"),
    [
        (date(2021, 1, 22), date(2021, 7, 22)),
        (date(2021, 8, 31), date(2022, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2021, 12, 1), date(2022, 6, 1)),
        (date(2021, 6, 30), date(2021, 12, 30)),
    ],
)
def test_welcome_lasts_six_months(arrived, ends):
    assert welcome_ends_on(arrived) == ends


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_welcome_ends_in_the_sixth_month_whatever_the_day(arrived):
    ends = welcome_ends_on(arrived)
    assert (ends.year - arrived.year) * 12 + ends.month - arrived.month == 6
    assert ends.day <= arrived.day
    assert ends.day == arrived.day or (ends + timedelta(days=1)).day == 1


def serve(scene, **changes):
    values = {"language": "es", "ground": "welcome", "attested_on": DAY, "expires_on": None}
    return add_service_language(case=scene.case, **(values | changes), by=scene.agent, at=NOON)


def arrived(day):
    return a_scene(person=PersonFactory.create(arrived_on=day))


def test_the_end_of_welcome_is_counted_from_arrival_whatever_was_typed():
    language = serve(arrived(date(2021, 1, 22)), expires_on=date(2030, 1, 1))
    assert language.expires_on == date(2021, 7, 22)


def edited(scene, **values):
    revision = Person.objects.get(pk=scene.case.person_id).revision
    edit_person(case=scene.case, values=values, seen=revision, by=scene.agent, at=NOON)


def test_an_arrival_corrected_counts_welcome_again():
    scene = arrived(date(2021, 1, 22))
    language, sooner = serve(scene), serve(scene, language="ar")
    end_service_language(case=scene.case, service_language=sooner, on=DAY, by=scene.agent, at=NOON)
    ServiceLanguage.objects.filter(pk=language.pk).update(warned_at=NOON)
    edited(scene, arrived_on=date(2021, 2, 10))
    language.refresh_from_db()
    sooner.refresh_from_db()
    assert (language.expires_on, language.warned_at) == (date(2021, 8, 10), None)
    assert sooner.expires_on == DAY


def test_abroad_ends_on_arrival():
    scene = a_scene(person=PersonFactory.create(arrived_on=None, expected_on=date(2021, 5, 1)))
    attested = date(2021, 1, 5)
    awaited = serve(scene, ground="abroad", attested_on=attested, expires_on=date(2021, 5, 1))
    endless = serve(scene, ground="abroad", attested_on=attested, language="en")
    sooner = serve(scene, ground="abroad", attested_on=attested, language="ar", expires_on=DAY)
    edited(scene, expected_on=date(2021, 6, 1))
    rows = ServiceLanguage.objects.in_bulk()
    assert {rows[one.pk].expires_on for one in (awaited, endless)} == {date(2021, 6, 1)}
    edited(scene, arrived_on=date(2021, 3, 30))
    rows = ServiceLanguage.objects.in_bulk()
    assert {rows[one.pk].expires_on for one in (awaited, endless, sooner)} == {date(2021, 3, 30)}
    assert document_language(scene.case.person, DAY) is None


def test_documents_are_in_french_alone_once_the_ground_is_over():
    scene = arrived(date(2021, 1, 22))
    assert document_language(scene.case.person, DAY) is None
    serve(scene)
    assert document_language(scene.case.person, date(2021, 7, 22)) == "es"
    assert document_language(scene.case.person, date(2021, 7, 23)) is None
    assert document_language(scene.case.person, DAY - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("arrival", "changes", "field", "sentence"),
    [
        (date(2021, 1, 22), {"language": "fr"}, "language", "Le français est toujours offert"),
        (date(2021, 1, 22), {"attested_on": DAY + timedelta(days=1)}, "attested_on", "pas encore passée"),
        (None, {}, "ground", "inscrivez d’abord cette date"),
        (date(2020, 9, 29), {}, "ground", "déjà échu"),
        (None, {"ground": "health_safety", "expires_on": date(2021, 3, 30)}, "ground", "déjà échu"),
    ],
)
def test_each_refusal_of_a_language_says_why(arrival, changes, field, sentence):
    with pytest.raises(LanguageRefused, match=sentence) as refusal:
        serve(arrived(arrival), **changes)
    assert refusal.value.field == field
    assert not ServiceLanguage.objects.exists()


def test_one_ground_once():
    scene = arrived(date(2021, 1, 22))
    serve(scene)
    with pytest.raises(LanguageRefused, match="déjà inscrite"):
        serve(scene)


def test_a_language_can_end_sooner_and_not_later():
    scene = arrived(date(2021, 1, 22))
    language = serve(scene)
    for on, sentence in ((DAY - timedelta(days=1), "précède"), (date(2021, 7, 23), "prend fin plus tôt")):
        with pytest.raises(LanguageRefused, match=sentence):
            end_service_language(case=scene.case, service_language=language, on=on, by=scene.agent, at=NOON)
    end_service_language(case=scene.case, service_language=language, on=DAY, by=scene.agent, at=NOON)
    assert document_language(scene.case.person, DAY + timedelta(days=1)) is None


# ── the agent is warned ──


@pytest.mark.parametrize(("days", "warned"), [(31, False), (30, True), (0, True), (-1, False)])
def test_the_warning_comes_thirty_days_before(days, warned):
    ServiceLanguageFactory.create(attested_on=date(2021, 1, 1), expires_on=DAY + timedelta(days=days))
    assert to_warn(DAY).exists() is warned


def test_the_agent_is_warned_once_without_a_name():
    scene = a_scene()
    language = ServiceLanguageFactory.create(person=scene.case.person, expires_on=DAY + timedelta(days=20))
    for _ in range(2):
        announce_end(service_language=language, by=JobActor("newcomers.announce_ends"), at=NOON)
    notice = Notification.objects.get()
    assert (notice.user, notice.path) == (scene.agent, url("languages", scene.case))
    assert "espagnol" in notice.text
    assert "français seulement" in notice.text
    assert scene.case.person.family_names not in notice.text


def test_without_an_agent_the_service_point_is_warned_and_for_a_restricted_dossier_only_the_named():
    scene = a_scene(agent=None)
    language = ServiceLanguageFactory.create(person=scene.case.person, expires_on=DAY)
    announce_end(service_language=language, by=JobActor("test"), at=NOON)
    assert set(Notification.objects.values_list("user", flat=True)) == {scene.agent.pk, scene.colleague.pk}
    Notification.objects.all().delete()
    scene = a_restricted_scene(agent=None)
    language = ServiceLanguageFactory.create(person=scene.case.person, expires_on=DAY)
    announce_end(service_language=language, by=JobActor("test"), at=NOON)
    assert [notice.user for notice in Notification.objects.all()] == [scene.agent]


# ── levels of French ──


def level(scene, **changes):
    values = dict.fromkeys(("listening", "speaking", "reading", "writing")) | {"source": "test", "assessed_on": DAY}
    return add_level(case=scene.case, **(values | changes), by=scene.agent, at=NOON)


def test_a_level_joins_the_history():
    scene = a_scene()
    level(scene, listening=5, speaking=4)
    level(scene, reading=12)
    assert [(one.listening, one.reading) for one in FrenchLevel.objects.order_by("pk")] == [(5, None), (None, 12)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Inscrivez au moins un niveau, de 1 à 12."),
        ({"listening": 5, "assessed_on": DAY + timedelta(days=1)}, "Cette date n’est pas encore passée."),
    ],
)
def test_each_refusal_of_a_level_says_why(changes, sentence):
    with pytest.raises(LanguageRefused, match=sentence):
        level(a_scene(), **changes)


@pytest.mark.parametrize(("typed", "sentence"), [("13", "au plus 12"), ("0", "au moins 1"), ("B2", "nombre entier")])
def test_a_level_goes_from_1_to_12(typed, sentence):
    scene = a_scene()
    data = {"listening": typed, "source": "test", "assessed_on": today().isoformat()}
    answer = scene.client().post(url("level_add", scene.case), data)
    assert sentence in text_of(answer)
    assert f'value="{typed}"' in text_of(answer)


def test_the_page_of_languages_shows_everything_and_costs_the_same_for_one_and_three(django_assert_num_queries):
    scene = a_scene(person=PersonFactory.create(languages=["es", "qu"]))
    client = scene.client()
    FrenchLevelFactory.create(person=scene.case.person)
    ServiceLanguageFactory.create(person=scene.case.person)
    text = text_of(client.get(url("languages", scene.case)))
    assert "espagnol, quechua" in text
    assert "Santé, sécurité publique ou justice naturelle" in text
    for count in (0, 2):
        FrenchLevelFactory.create_batch(count, person=scene.case.person)
        ServiceLanguageFactory.create_batch(count, person=scene.case.person)
        with django_assert_num_queries(9):
            client.get(url("languages", scene.case))


def test_the_pages_write_a_level_and_a_language_and_end_it():
    scene = a_scene(person=PersonFactory.create(arrived_on=today()))
    client, day = scene.client(), today().isoformat()
    client.post(url("level_add", scene.case), {"listening": "7", "source": "test", "assessed_on": day})
    assert FrenchLevel.objects.get().listening == 7
    typed = {"language": "Arabe", "ground": "welcome", "attested_on": day, "expires_on": ""}
    assert client.post(url("service_language_add", scene.case), typed).status_code == 302
    language = ServiceLanguage.objects.get()
    assert (language.language, language.expires_on) == ("ar", welcome_ends_on(today()))
    assert client.post(url("service_language_end", scene.case, language), {"on": day}).status_code == 302
    assert ServiceLanguage.objects.get().expires_on == today()
