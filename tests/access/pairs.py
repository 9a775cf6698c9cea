"""Probable doubles and merges."""

from typing import Any

from ancrage.newcomers.models import LikelyDouble, Person, PersonMerge
from tests.access.places import case_near
from tests.access.rows import Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import MOMENT, CaseFactory, PersonFactory
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory

READERS = only("integration_agent", "director")


def _person(user: Any, given: str) -> Person:
    """Someone within reach of an agent; out of everyone's for the others."""
    place = place_of(user) if user else None
    point = place if type(place).__name__ == "ServicePoint" else ServicePointFactory.create()
    if type(place).__name__ == "Directorate":
        DirectorateRegionFactory.create(directorate=place, region=point.region)
    person = PersonFactory.create(given_names=given, family_names="Haddad")
    CaseFactory.create(service_point=point, person=person)
    return person


def _pair(user: Any) -> dict[str, Any]:
    one, other = _person(user, "Leïla"), _person(user, "Layla")
    return {"pair_id": LikelyDouble.objects.create(one=one, other=other, score=95, found_at=MOMENT).pk}


def _elsewhere(_user: Any) -> dict[str, Any]:
    return _pair(None)


def _two(user: Any) -> dict[str, Any]:
    """The dossiers of a pair."""
    pair = LikelyDouble.objects.get(pk=_pair(user)["pair_id"])
    return {"case_id": pair.one.cases.get().pk, "other_id": pair.other.cases.get().pk}


def _two_elsewhere(_user: Any) -> dict[str, Any]:
    return _two(None)


def _two_near(user: Any) -> dict[str, Any]:
    return {name: case_near(user).pk for name in ("case_id", "other_id")}


def _merge(user: Any) -> dict[str, Any]:
    by = user or UserFactory.create()
    kept, absorbed = _person(user, "Leïla"), PersonFactory.build()
    return {"merge_id": PersonMerge.objects.create(kept=kept, absorbed=absorbed.pk, made_at=MOMENT, made_by=by).pk}


def _merge_elsewhere(_user: Any) -> dict[str, Any]:
    return _merge(None)


ROWS = [
    Row("newcomers:pairs", READERS),
    Row("newcomers:request_double", READERS, _two_near, _two_elsewhere, answers=frozenset({302})),
    Row("newcomers:pair", READERS, to=_pair, outside=_elsewhere),
    # Nothing chosen: said beside what is to be chosen.
    Row("newcomers:pair", READERS, to=_pair, outside=_elsewhere, data={}, answers=frozenset({200})),
    Row("newcomers:pair_apart", READERS, to=_pair, outside=_elsewhere, data={}),
    Row("newcomers:pair_again", READERS, to=_pair, outside=_elsewhere, data={}),
    Row("newcomers:merge_undo", READERS, to=_merge, outside=_merge_elsewhere, data={}),
]
