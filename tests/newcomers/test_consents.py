from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ancrage.accounts.models import Notification
from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.core.dates import age_on, local_day
from ancrage.newcomers.actions.consents import ConsentRefused, give, stop_over, withdraw
from ancrage.newcomers.actions.person import edit_person
from ancrage.newcomers.models import Consent, ConsentAges, GivenBy, Person, Purpose, Shared
from ancrage.newcomers.queries.consents import (
    ask_again_on,
    birthday,
    consent_for,
    may_be_given_by,
    no_longer_covering,
    notice_in,
)
from ancrage.referrals.models import Referral, ReferralState
from tests.factories.directory import OrganizationFactory
from tests.factories.newcomers import (
    CaseFactory,
    CaseReferralFactory,
    ConsentAgesFactory,
    ConsentFactory,
    NoticeFactory,
    PersonFactory,
    ServiceLanguageFactory,
)
from tests.newcomers.scene import a_scene, text_of, url

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 7, 15, 16, 0, tzinfo=UTC)
DAY = local_day(NOON)
AGES = ConsentAges(may_consent_at=14, adult_at=18)


@pytest.fixture(autouse=True)
def _ages():
    ConsentAgesFactory.create()


def agreed(scene, **changes):
    values = {
        "notice": changes.pop("notice", None) or NoticeFactory.create(),
        "purposes": [Purpose.REFERRAL],
        "shared": [Shared.CONTACT],
        "organizations": [],
        "mode": "verbal",
        "given_by": GivenBy.PERSON,
        "giver_name": "",
        "giver_title": "",
        "given_at": NOON,
        "ends_on": None,
    }
    return give(case=scene.case, **(values | changes), by=scene.agent, at=NOON)


def born(years, **person):
    return a_scene(person=PersonFactory.create(birth_on=DAY.replace(year=DAY.year - years), **person))


PARENT = {"given_by": GivenBy.PARENT, "giver_name": "Ana Peña", "giver_title": "mère"}
TUTOR = {"given_by": GivenBy.TUTOR, "giver_name": "Luc Roy", "giver_title": "tuteur"}
REPRESENTATIVE = {"given_by": GivenBy.REPRESENTATIVE, "giver_name": "Luc Roy", "giver_title": "mandataire"}


@pytest.mark.parametrize(
    ("years", "giver", "again"),
    [
        (4, PARENT, 14),
        (4, TUTOR, 14),
        (13, PARENT, 14),
        (14, {}, 18),
        (14, PARENT, 18),
        (17, TUTOR, 18),
        (18, {}, None),
        (18, TUTOR, None),
        (40, REPRESENTATIVE, None),
    ],
)
def test_who_may_consent_at_each_age_and_when_to_ask_again(years, giver, again):
    scene = born(years)
    consent = agreed(scene, **giver)
    expected = birthday(scene.case.person.birth_on, again) if again else None
    assert consent.ask_again_on == expected
    assert (consent.giver_name, consent.giver_title) == (giver.get("giver_name", ""), giver.get("giver_title", ""))


@pytest.mark.parametrize(
    ("years", "changes", "field", "sentence"),
    [
        (4, {}, "given_by", "Avant 14 ans"),
        (13, REPRESENTATIVE, "given_by", "Avant 14 ans"),
        (14, REPRESENTATIVE, "given_by", "De 14 ans à la majorité"),
        (18, PARENT, "given_by", "Dès 18 ans"),
        (4, PARENT | {"giver_name": " "}, "giver_name", "Inscrivez le nom"),
        (4, PARENT | {"giver_title": ""}, "giver_title", "à quel titre"),
        (30, {"purposes": []}, "purposes", "au moins une fin"),
        (30, {"shared": []}, "shared", "accepte de communiquer"),
        (30, {"given_at": NOON + timedelta(minutes=1)}, "given_on", "pas encore passé"),
        (30, {"given_at": datetime(2019, 1, 1, tzinfo=UTC)}, "given_on", "n’existait pas encore"),
        (1, PARENT | {"given_at": NOON - timedelta(days=500)}, "given_on", "précède la naissance"),
        (30, {"ends_on": DAY - timedelta(days=1)}, "ends_on", "La fin du consentement précède son début"),
    ],
)
def test_each_refusal_says_why_beside_its_field(years, changes, field, sentence):
    with pytest.raises(ConsentRefused, match=sentence) as refusal:
        agreed(born(years), **changes)
    assert refusal.value.field == field
    assert not Consent.objects.exists()


def test_ages_are_data_and_dated():
    ConsentAges.objects.update(may_consent_at=16)
    with pytest.raises(ConsentRefused, match="Avant 16 ans"):
        agreed(born(15))


def test_an_unknown_birth_is_taken_for_an_adult():
    assert agreed(a_scene(person=PersonFactory.create(birth_on=None))).ask_again_on is None


@given(st.dates(date(1990, 1, 1), date(2021, 7, 15)), st.dates(date(2019, 7, 2), date(2030, 1, 1)))
@settings(deadline=None)
def test_a_consent_never_outlives_the_age_that_allowed_it(birth_on, day):
    """On the day to ask again, who may consent has just changed; the day before, it had not."""
    if day < birth_on:
        return
    person = PersonFactory.build(birth_on=birth_on, municipality=None)
    again = ask_again_on(birth_on, day, AGES)
    if again is None:
        assert age_on(birth_on, day) >= 18
        return
    assert again > day
    assert may_be_given_by(person, again, AGES) != may_be_given_by(person, again - timedelta(days=1), AGES)
    assert may_be_given_by(person, again - timedelta(days=1), AGES) == may_be_given_by(person, day, AGES)


def test_the_register_holds_no_name():
    consent = agreed(born(4), **PARENT)
    entry = AuditEntry.objects.get(verb="newcomers.consent.given")
    assert (entry.target_id, "Peña" in str(entry.fields)) == (str(consent.pk), False)


# ── a date of birth corrected ──


def corrected(scene, years, at=NOON):
    birth_on = DAY.replace(year=DAY.year - years) if years else None
    revision = Person.objects.get(pk=scene.case.person_id).revision
    edit_person(case=scene.case, values={"birth_on": birth_on}, seen=revision, by=scene.agent, at=at)


def test_a_birth_written_down_later_says_when_to_ask_again():
    scene = a_scene(person=PersonFactory.create(birth_on=None))
    consent = agreed(scene)
    corrected(scene, 16)
    consent.refresh_from_db()
    assert consent.ask_again_on == DAY.replace(year=DAY.year + 2)
    assert consent.is_in_force(DAY)
    assert AuditEntry.objects.filter(verb="newcomers.consent.reviewed").exists()


def test_a_consent_given_by_a_child_is_asked_again_at_once_and_shares_nothing():
    scene = a_scene(person=PersonFactory.create(birth_on=None))
    consent = agreed(scene)
    referral = sent(consent)
    corrected(scene, 9)
    consent.refresh_from_db()
    referral.refresh_from_db()
    assert not consent.is_in_force(DAY)
    assert referral.state == ReferralState.WITHDRAWN
    assert referral.package == []
    assert "à redemander" in Notification.objects.get(user=scene.agent).text
    corrected(scene, 30)
    consent.refresh_from_db()
    assert consent.is_in_force(DAY), "a slip of the pen put right"


# ── what is shared, and the database's own guard ──


def sent(consent, at=NOON, **referral):
    """A referral sent under ``consent``, as the database accepts it."""
    tie = CaseReferralFactory.create(case=consent.case, consent=consent)
    Referral.objects.filter(pk=tie.referral_id).update(
        state="sent",
        sent_at=at,
        expires_at=at + timedelta(days=10),
        package=[{"label": "Nom", "value": "Ana"}],
        **referral,
    )
    return Referral.objects.get(pk=tie.referral_id)


def refused():
    return pytest.raises(IntegrityError, match="a referral is sent under a valid consent")


def a_consent(**fields):
    return ConsentFactory.create(**({"given_at": NOON - timedelta(days=30)} | fields))


def test_a_valid_consent_lets_a_referral_go():
    assert sent(a_consent()).state == "sent"


@pytest.mark.parametrize(
    "fields",
    [
        {"withdrawn_at": NOON - timedelta(days=1)},
        {"ends_on": DAY - timedelta(days=1)},
        {"purposes": [Purpose.CONTACT_AFTER]},
        {"ask_again_on": DAY},
        {"given_at": NOON + timedelta(days=1)},
    ],
    ids=["withdrawn", "ended", "another purpose", "to be asked again", "not given yet"],
)
def test_the_database_refuses_a_referral_without_a_valid_consent(fields):
    consent = a_consent(**fields)
    with refused(), transaction.atomic():
        sent(consent)


def test_the_last_day_counts_and_the_eve_of_asking_again_too():
    assert sent(a_consent(ends_on=DAY)).state == "sent"
    assert sent(a_consent(ask_again_on=DAY + timedelta(days=1))).state == "sent"


def test_the_database_refuses_the_consent_of_another_dossier():
    tie = CaseReferralFactory.create(consent=a_consent(case=CaseFactory.create()))
    with refused(), transaction.atomic():
        Referral.objects.filter(pk=tie.referral_id).update(state="sent", sent_at=NOON, expires_at=NOON)


def test_the_database_refuses_no_consent_nor_no_dossier():
    tie = CaseReferralFactory.create(consent=None)
    with refused(), transaction.atomic():
        Referral.objects.filter(pk=tie.referral_id).update(state="sent", sent_at=NOON, expires_at=NOON)
    tie.delete()
    with refused(), transaction.atomic():
        Referral.objects.filter(pk=tie.referral_id).update(state="sent", sent_at=NOON, expires_at=NOON)


def test_the_database_refuses_an_organisation_that_was_not_named():
    consent = a_consent()
    consent.organizations.add(OrganizationFactory.create())
    with refused(), transaction.atomic():
        sent(consent)


@pytest.mark.parametrize("state", ReferralState.live())
def test_plain_sql_is_refused_too_in_every_state_that_shares(state):
    consent = a_consent(withdrawn_at=NOON)
    tie = CaseReferralFactory.create(case=consent.case, consent=consent)
    statement = "UPDATE referrals_referral SET state = %s, sent_at = %s, expires_at = %s WHERE id = %s"
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [state, NOON, NOON, tie.referral_id])


def test_a_sent_referral_cannot_be_turned_to_another_organisation_than_those_named():
    consent = a_consent()
    tie = CaseReferralFactory.create(case=consent.case, consent=consent)
    tie.consent.organizations.add(tie.referral.organization)
    Referral.objects.filter(pk=tie.referral_id).update(state="sent", sent_at=NOON, expires_at=NOON)
    with refused(), transaction.atomic():
        Referral.objects.filter(pk=tie.referral_id).update(organization=OrganizationFactory.create())


def test_the_database_refuses_a_withdrawal_that_leaves_something_shared():
    referral = sent(a_consent())
    consent = Consent.objects.get()
    with pytest.raises(IntegrityError, match="a withdrawn consent shares nothing"), transaction.atomic():
        _withdrawn_by_hand(consent, NOON)
    assert Referral.objects.get(pk=referral.pk).state == "sent"


def test_withdrawing_stops_what_is_shared_at_once():
    scene = a_scene()
    consent = agreed(scene)
    referral, draft = sent(consent), CaseReferralFactory.create(case=scene.case, consent=consent).referral
    other = sent(agreed(scene))
    withdraw(consent=consent, by=scene.agent, at=NOON + timedelta(hours=1))
    referral.refresh_from_db()
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (referral.state, referral.package, referral.person_name) == ("withdrawn", [], "")
    assert draft.state == "withdrawn"
    assert other.state == "sent"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Consent.objects.get(pk=consent.pk).withdrawn_at == NOON + timedelta(hours=1)
    with pytest.raises(ConsentRefused, match="déjà retiré"):
        withdraw(consent=consent, by=scene.agent, at=NOON)


def test_what_was_shared_under_a_consent_that_ended_stops_and_the_agent_is_told():
    scene = a_scene()
    consent = agreed(scene, ends_on=DAY)
    referral = sent(consent)
    by, next_day = JobActor("newcomers.stop_over"), NOON + timedelta(days=1)
    assert list(no_longer_covering(DAY)) == []
    stop_over(consent=consent, by=by, at=NOON)
    assert Referral.objects.get(pk=referral.pk).state == "sent"
    assert list(no_longer_covering(local_day(next_day))) == [consent]
    stop_over(consent=consent, by=by, at=next_day)
    assert Referral.objects.get(pk=referral.pk).state == "withdrawn"
    notice = Notification.objects.get(user=scene.agent)
    assert scene.case.reference in notice.text
    assert scene.case.person.family_names not in notice.text
    assert list(no_longer_covering(local_day(next_day))) == []


def test_the_consent_for_an_organisation_is_one_that_names_it_or_names_none():
    named = OrganizationFactory.create()
    consent = a_consent()
    assert consent_for(consent.case_id, named.pk, DAY) == consent
    consent.organizations.add(named)
    assert consent_for(consent.case_id, named.pk, DAY) == consent
    assert consent_for(consent.case_id, OrganizationFactory.create().pk, DAY) is None
    assert consent_for(CaseFactory.create().pk, named.pk, DAY) is None


_STEPS = st.lists(
    st.sampled_from(["give", "give until tomorrow", "send", "withdraw", "next day", "job", "withdraw in SQL"]),
    max_size=12,
)


class Sequences(TestCase):
    @given(_STEPS)
    @settings(deadline=None, max_examples=25)
    def test_nothing_is_shared_without_a_valid_consent_whatever_the_order(self, steps):
        scene, at, consents = a_scene(), NOON, []
        notice = NoticeFactory.create()
        for step in steps:
            at += timedelta(minutes=1)
            self._step(step, scene, notice, consents, at)
            if step == "next day":
                at += timedelta(days=1)
                self._job(at)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            live = Referral.objects.filter(state__in=ReferralState.live())
            valid = Consent.objects.for_referral(local_day(at)).values("pk")
            assert not live.exclude(case_tie__consent__in=valid).exists()

    def _step(self, step, scene, notice, consents, at):
        if step.startswith("give"):
            ends = local_day(at) if "tomorrow" in step else None
            values = {"purposes": ["referral"], "shared": ["contact"], "organizations": [], "mode": "verbal"}
            giver = {"given_by": "person", "giver_name": "", "giver_title": ""}
            consents.append(
                give(
                    case=scene.case, notice=notice, **values, **giver, given_at=at, ends_on=ends, by=scene.agent, at=at
                )
            )
        elif step == "send" and consents:
            _attempt(lambda: sent(consents[-1], at))
        elif step == "withdraw" and consents:
            _attempt(lambda: withdraw(consent=consents[-1], by=scene.agent, at=at))
        elif step == "withdraw in SQL" and consents:
            _attempt(lambda: _withdrawn_by_hand(consents[-1], at))
        elif step == "job":
            self._job(at)

    def _job(self, at):
        for consent in no_longer_covering(local_day(at)):
            stop_over(consent=consent, by=JobActor("newcomers.stop_over"), at=at)


def _attempt(act):
    try:
        with transaction.atomic():
            act()
    except (IntegrityError, ConsentRefused):
        pass


def _withdrawn_by_hand(consent, at):
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# ── pages ──


def typed(**changes):
    return {
        "purposes": ["referral"],
        "shared": ["contact", "needs"],
        "given_by": "person",
        "giver_name": "",
        "giver_title": "",
        "mode": "verbal",
        "given_on": local_day(now()).isoformat(),
        "ends_on": "",
    } | changes


def test_the_page_writes_a_consent_and_the_tab_shows_it():
    scene = a_scene()
    NoticeFactory.create(number=7)
    answer = scene.client().post(url("consent_add", scene.case), typed())
    assert answer.status_code == 302
    consent = Consent.objects.get()
    assert (consent.notice.number, consent.shared, consent.recorded_by) == (7, ["contact", "needs"], scene.agent)
    text = text_of(scene.client().get(url("consents", scene.case)))
    assert "En vigueur" in text
    assert "Santé : rien n’est communiqué" in text
    assert "Aux organismes choisis avec la personne." in text


def test_a_refusal_is_shown_beside_its_field_and_what_was_typed_stays():
    scene = a_scene(person=PersonFactory.create(birth_on=timezone.localdate() - timedelta(days=2000)))
    NoticeFactory.create()
    answer = scene.client().post(url("consent_add", scene.case), typed(giver_name="Ana Peña"))
    text = text_of(answer)
    assert answer.status_code == 200
    assert "Avant 14 ans, le consentement est donné par la personne titulaire de l’autorité parentale" in text
    assert 'href="#id_given_by_0"' in text
    assert "Ana Peña" in text


def test_the_help_says_the_ages_in_force_and_whether_they_are_confirmed():
    scene = a_scene()
    NoticeFactory.create()
    ConsentAges.objects.update(may_consent_at=15, adult_at=21)
    text = text_of(scene.client().get(url("consent_add", scene.case)))
    assert "Avant 15 ans" in text
    assert "De 15 à 20 ans" in text
    assert "à 15 ans et à 21 ans." in text
    assert "Ces âges sont à confirmer" in text
    ConsentAges.objects.update(is_confirmed=True)
    assert "Ces âges sont à confirmer" not in text_of(scene.client().get(url("consent_add", scene.case)))


def test_the_notice_stands_beside_french_in_the_language_of_the_person():
    scene = a_scene()
    NoticeFactory.create(text_fr="Un.\n\nDeux.", text_es="Uno.\n\nDos.")
    assert "Uno." not in text_of(scene.client().get(url("consent_add", scene.case)))
    ServiceLanguageFactory.create(person=scene.case.person, language="es")
    text = text_of(scene.client().get(url("consent_add", scene.case)))
    assert '<div lang="es" dir="auto"><p>Uno.</p></div>' in text
    assert '<div lang="fr" dir="ltr"><p>Un.</p></div>' in text


def test_two_texts_cut_otherwise_are_shown_whole():
    notice = NoticeFactory.build(text_fr="Un.\n\nDeux.", text_es="Uno y dos.")
    assert notice_in(notice, "es").paragraphs == (("Un.\n\nDeux.", "Uno y dos."),)
    assert notice_in(notice, "xx").language == ""


def test_withdrawing_from_the_page():
    scene = a_scene()
    consent = ConsentFactory.create(case=scene.case)
    page = url("consent_withdraw", scene.case, consent)
    assert "Retirer le consentement?" in text_of(scene.client().get(page))
    assert Consent.objects.get().withdrawn_at is None
    assert scene.client().post(page)["Location"] == url("consents", scene.case)
    assert Consent.objects.get().withdrawn_at is not None
    assert "Retiré le" in text_of(scene.client().get(url("consents", scene.case)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    scene = a_scene()
    notice = NoticeFactory.create()
    for _ in range(count):
        ConsentFactory.create(case=scene.case, notice=notice).organizations.add(OrganizationFactory.create())
    client = scene.client()
    client.get(url("consents", scene.case))
    with django_assert_num_queries(9):
        client.get(url("consents", scene.case))
