"""The OpenAPI document and the profile: valid, true to what is answered, and to Open Referral's files."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ancrage.api import schemas
from ancrage.directory.shapes import SHAPES
from tests.api.world import HERE, world

pytestmark = pytest.mark.django_db


def _read(path: str) -> Any:
    answer = Client().get(f"{HERE}{path}")
    assert answer.status_code == 200
    return orjson.loads(answer.content)


def _merged(target: Any, patch: Any) -> Any:
    """RFC 7386."""
    if not isinstance(patch, dict):
        return patch
    out = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            out.pop(name, None)
        else:
            out[name] = _merged(out.get(name), value)
    return out


@pytest.mark.parametrize("name", SHAPES)
def test_our_schemas_say_what_the_official_ones_say_with_our_profile(shared: Path, name: str) -> None:
    official = json.loads((shared / "data" / "hsds-3.0" / f"{name}.json").read_text())
    whole = _merged(official, _read(f"/profile/{name}.json"))
    ours = _read(f"/schema/{name}.json")
    for schema in (whole, ours):
        Draft202012Validator.check_schema({key: value for key, value in schema.items() if key != "$schema"})
    assert set(ours["properties"]) <= set(whole["properties"])
    assert set(ours["required"]) == set(official["required"])
    assert not set(schemas.additions(name)) & set(official["properties"])
    for prop, said in ours["properties"].items():
        theirs = whole["properties"][prop]
        assert said.get("type") == theirs.get("type"), prop
        assert said.get("$ref") == theirs.get("$ref"), prop
        assert set(said.get("enum", ())) <= set(theirs.get("enum", said.get("enum", ()))), prop


def test_the_profile_names_files_that_are_there() -> None:
    found = _read("/profile")
    for address in [*found["profile"], *found["schema"]]:
        assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 200, address


def test_every_documented_parameter_of_the_standard_is_ours(shared: Path) -> None:
    official = json.loads((shared / "data" / "hsds-3.0" / "openapi.json").read_text())
    ours = _read("/schema/openapi.json")
    assert set(official["paths"]) == set(ours["paths"])
    for path, item in official["paths"].items():
        wanted = {_name(one) for one in [*item["get"].get("parameters", ()), *item.get("parameters", ())]}
        given = {one["name"] for one in ours["paths"][path]["get"]["parameters"]}
        assert wanted <= given, path
    merged = _merged(official, _read("/profile/openapi.json"))
    assert "400" in merged["paths"]["/services"]["get"]["responses"]


def _name(parameter: dict[str, Any]) -> str:
    return parameter.get("name") or parameter["$ref"].rsplit("/", 1)[-1]


def test_the_document_is_in_the_language_asked() -> None:
    french, english = _read("/schema/openapi.json?lang=fr"), _read("/schema/openapi.json?lang=en")
    assert french["paths"].keys() == english["paths"].keys()
    assert french["info"]["title"] != english["info"]["title"]


def _site(environ: Any, start: Any) -> Any:
    """As with Django's own client: the transaction of the test outlives each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    return get_wsgi_application()(environ, start)


def test_whatever_the_document_allows_is_answered_as_it_says() -> None:
    """And what it does not allow is refused as it says."""
    world()
    schema = schemathesis.openapi.from_dict(_read("/schema/openapi.json"))
    schema.app = _site
    for result in schema.get_all_operations():
        _try(result.ok())


def _try(operation: Any) -> None:
    from hypothesis import given

    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=25, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
        def tried(case: Any) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=_beyond(operation))

        tried()


def _beyond(operation: Any) -> list[Any]:
    """OpenAPI cannot say that « proximity » goes with « postcode », nor which postal codes exist."""
    return [positive_data_acceptance] if operation.path == "/service_at_locations" else []
