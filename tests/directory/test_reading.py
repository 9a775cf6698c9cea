import json
from pathlib import Path

import pytest

from ancrage.directory.models import Publication, Service
from ancrage.directory.queries.exports import Scope, organizations_told, services_told
from tests.directory.importing import a_source, bring
from tests.factories.directory import MADE

pytestmark = pytest.mark.django_db


def _example(shared: Path, name: str):
    return json.loads((shared / "data/hsds-3.0/examples" / f"{name}.json").read_text())


def test_an_official_service_is_brought_whole(shared: Path) -> None:
    source = a_source()
    reading = bring(source, _example(shared, "service_full"))
    assert reading.stage == "applied", reading.trouble
    service = Service.objects.get()
    assert service.name == "Community Counselling"
    assert service.source == source
    assert service.organization.email == ""
    assert Publication.objects.get(service=service).is_public


def test_the_same_file_twice_changes_nothing(shared: Path) -> None:
    source = a_source()
    for name in ("service_full", "organization_full", "service_list"):
        bring(source, _example(shared, name))
        second = bring(source, _example(shared, name))
        assert [*second.entries.values("kind", "changes")] == []


def _lost(came, told, path="$"):
    """What of ``came`` is not in ``told``."""
    if isinstance(came, dict):
        if not isinstance(told, dict):
            return [path]
        return [lost for key, one in came.items() for lost in _lost(one, told.get(key), f"{path}.{key}")]
    if isinstance(came, list):
        if not isinstance(told, list) or len(told) != len(came):
            return [f"{path}: {came!r} {told!r}"]
        order = {one.get("id"): one for one in told} if came and isinstance(came[0], dict) else {}
        return [
            lost
            for n, one in enumerate(came)
            for lost in _lost(one, order.get(one["id"]) if order else told[n], f"{path}[{n}]")
        ]
    return [] if came == told else [f"{path}: {came!r} {told!r}"]


def test_what_was_brought_is_given_back(shared: Path) -> None:
    source = a_source()
    came = _example(shared, "service_full")
    bring(source, came)
    [told] = services_told(Scope(source), MADE)
    for name in ("locations", "programs"):
        # An organisation tells them itself: they are not said again with each of its services.
        came["organization"].pop(name)
    assert _lost(came, told) == []


def test_an_organization_is_given_back(shared: Path) -> None:
    source = a_source()
    came = _example(shared, "organization_full")
    bring(source, came)
    [told] = organizations_told(Scope(source))
    assert _lost(came, told) == []
