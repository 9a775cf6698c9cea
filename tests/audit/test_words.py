"""Nobody reads a code: each verb that is recorded, and each field that it names, has its words."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from ancrage.audit.actions import record
from ancrage.audit.words import field_words, verb_words, verbs_by_context
from ancrage.core.actors import JobActor
from tests.factories.territory import RegionFactory
from tests.recorded import recorded_verbs

AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


def test_every_verb_that_the_code_records_has_words() -> None:
    recorded = recorded_verbs()
    assert len(recorded) > 100
    assert {"newcomers.case.reopened", "referrals.referral.expired", "plans.goal.reached"} <= recorded
    assert {"newcomers.departurereason.added", "territory.team.ended", "newcomers.case.consulted"} <= recorded
    assert not sorted(verb for verb in recorded if verb_words(verb) == verb)


def test_a_context_says_its_own_verbs_only() -> None:
    assert not [
        verb for label, _name, verbs in verbs_by_context() for verb in verbs if not verb.startswith(f"{label}.")
    ]


def test_words_are_in_the_language_of_the_reader() -> None:
    assert verb_words("newcomers.departurereason.added") == "Motifs de départ : entrée ajoutée"
    assert field_words("newcomers.person", ["birth_on", "birth_on"]) == ["date de naissance"]
    assert field_words("accounts.assignment", ["place", "during"]) == ["endroit", "période"]
    with override("en"):
        assert verb_words("newcomers.departurereason.added") == "Reasons for leaving: entry added"
        assert field_words("newcomers.person", ["birth_on"]) == ["date of birth"]


def test_what_nobody_says_is_shown_as_it_is_written() -> None:
    assert verb_words("elsewhere.thing.done") == "elsewhere.thing.done"
    assert field_words("newcomers.person", ["shoe_size"]) == ["shoe_size"]
    assert field_words("newcomers.gone", ["name"]) == ["name"]
    assert field_words("gone.gone", ["name"]) == ["name"]


@pytest.mark.django_db
def test_the_tests_refuse_an_entry_without_words() -> None:
    region = RegionFactory.create()
    with pytest.raises(AssertionError, match=r"territory\.region\.painted"):
        record("territory.region.painted", by=JobActor("test"), on=region, at=AT)
    with pytest.raises(AssertionError, match="colour"):
        record("territory.places.loaded", by=JobActor("test"), on=region, at=AT, fields=["colour"])
