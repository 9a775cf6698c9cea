"""Every row that may point to what is merged has its rule."""

import pytest

from ancrage.core.merging import Rule, all_keys_to, keys_to, name_of, rule_of
from ancrage.directory.models import Organization, Service
from ancrage.newcomers.models import Person

MERGEABLE = (Person,)


@pytest.mark.parametrize("model", MERGEABLE)
def test_every_key_to_what_is_merged_has_a_rule(model):
    keys = list(keys_to(model))
    assert len(keys) > 5
    assert not [name_of(key) for key in keys if not isinstance(rule_of(key), Rule)]


@pytest.mark.parametrize("model", [Organization, Service])
def test_every_key_to_a_record_of_the_directory_has_a_rule(model):
    keys = list(all_keys_to(model))
    assert len(keys) > 10
    assert not [name_of(key) for key in keys if not isinstance(rule_of(key), Rule)]


def test_history_is_not_rewritten():
    assert not [key for key in keys_to(Person) if "event" in name_of(key)]
