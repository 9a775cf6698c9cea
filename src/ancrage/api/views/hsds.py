"""HSDS's addresses. Each answers JSON that was written, or is written once: none is read on the way."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from ancrage.accounts.pages import page
from ancrage.api import parameters
from ancrage.api.problems import Problem, not_found, unknown_parameters, wrong
from ancrage.api.queries import organizations as bodies
from ancrage.api.queries import places, taxonomies
from ancrage.api.queries.listing import Listing, part_of
from ancrage.api.queries.postal import likely_postcode
from ancrage.api.queries.services import Services, Sought, one_service
from ancrage.api.words import PARAMETERS, refused
from ancrage.directory.shapes import HSDS_VERSION

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
View = Callable[..., HttpResponseBase]

api = NinjaAPI(title="Ancrage", version=HSDS_VERSION, docs_url=None, openapi_url=None, urls_namespace="hsds")


@api.exception_handler(ValidationError)
def _refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = refused({next(part for part in one["loc"] if part in PARAMETERS) for one in error.errors})
    if "postcode" in said and (likely := likely_postcode(request.GET.get("postcode", ""))):
        said["postcode"] += " " + gettext("Peut-être « %(code)s »?") % {"code": likely}
    raise wrong(said)


@api.exception_handler(Problem)
def _told_at_the_door(request: HttpRequest, problem: Problem) -> HttpResponse:  # noqa: ARG001 - as ninja calls it
    raise problem


def _endpoint(path: str, name: str) -> Callable[[View], View]:
    """An address of the API: public, read only, which refuses what it was not told it may be asked."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, asked: Any, **found: Any) -> HttpResponseBase:  # noqa: ANN401 - of any view
            given = request.GET.keys()
            if unknown := [one for one in given if one not in type(asked).model_fields]:
                raise unknown_parameters(unknown)
            if repeated := [one for one in given if len(request.GET.getlist(one)) > 1]:
                raise wrong(refused(repeated))
            return view(request, asked, **found)

        opened: View = page(permission=None, public=True)(checked)
        api.get(path, url_name=name, operation_id=name)(opened)
        return opened

    return declare


@_endpoint("/", "root")
def root(request: HttpRequest, asked: Query[parameters.Single]) -> HttpResponse:  # noqa: ARG001 - what may be asked
    here = f"{settings.BASE_URL}/api/hsds/v3"
    document = {"version": HSDS_VERSION, "profile": f"{here}/profile", "openapi_url": f"{here}/schema/openapi.json"}
    return _json(orjson.dumps(document))


@_endpoint("/services", "services")
def services(request: HttpRequest, asked: Query[parameters.Services]) -> HttpResponseBase:  # noqa: ARG001 - as ninja calls it
    sought = Sought(
        asked.search, asked.taxonomy_term_id, asked.taxonomy_id, asked.organization_id, asked.modified_after
    )
    return _listed(asked, Services(sought, english=_in_english(), full=asked.full, minimal=asked.minimal))


@_endpoint("/services/{uuid:id}", "service")
def service(request: HttpRequest, asked: Query[parameters.Single], id: UUID) -> HttpResponse:  # noqa: A002, ARG001 - as ninja calls it
    return _one(one_service(id, english=_in_english()))


@_endpoint("/organizations", "organizations")
def organizations(request: HttpRequest, asked: Query[parameters.Organizations]) -> HttpResponseBase:  # noqa: ARG001 - as ninja calls it
    return _listed(asked, bodies.organizations(asked, english=_in_english()))


@_endpoint("/organizations/{uuid:id}", "organization")
def organization(
    request: HttpRequest,  # noqa: ARG001 - a view
    asked: Query[parameters.SingleOrganization],
    id: UUID,  # noqa: A002 - HSDS's word
) -> HttpResponse:
    return _one(bodies.one_organization(id, english=_in_english(), whole=asked.full_service))


@_endpoint("/service_at_locations", "service_at_locations")
def service_at_locations(request: HttpRequest, asked: Query[parameters.ServicesAtLocations]) -> HttpResponseBase:  # noqa: ARG001 - as ninja calls it
    return _listed(asked, places.services_at_locations(asked, english=_in_english()))


@_endpoint("/service_at_locations/{uuid:id}", "service_at_location")
def service_at_location(request: HttpRequest, asked: Query[parameters.Single], id: UUID) -> HttpResponse:  # noqa: A002, ARG001 - as ninja calls it
    return _one(places.one_service_at_location(id, english=_in_english()))


@_endpoint("/taxonomies", "taxonomies")
def all_taxonomies(request: HttpRequest, asked: Query[parameters.Taxonomies]) -> HttpResponseBase:  # noqa: ARG001 - as ninja calls it
    return _listed(asked, taxonomies.taxonomies(asked, english=_in_english()))


@_endpoint("/taxonomies/{uuid:id}", "taxonomy")
def taxonomy(request: HttpRequest, asked: Query[parameters.Single], id: UUID) -> HttpResponse:  # noqa: A002, ARG001 - as ninja calls it
    return _one(taxonomies.one_taxonomy(id, english=_in_english()))


@_endpoint("/taxonomy_terms", "taxonomy_terms")
def taxonomy_terms(request: HttpRequest, asked: Query[parameters.Terms]) -> HttpResponseBase:  # noqa: ARG001 - as ninja calls it
    return _listed(asked, taxonomies.terms(asked, english=_in_english()))


@_endpoint("/taxonomy_terms/{uuid:id}", "taxonomy_term")
def taxonomy_term(request: HttpRequest, asked: Query[parameters.Single], id: UUID) -> HttpResponse:  # noqa: A002, ARG001 - as ninja calls it
    return _one(taxonomies.one_term(id, english=_in_english()))


def _in_english() -> bool:
    return get_language() == "en"


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=JSON)


def _one(text: str | None) -> HttpResponse:
    if text is None:
        raise not_found()
    return _json(text.encode())


def _listed(asked: parameters.Listing, listing: Listing) -> HttpResponseBase:
    if asked.format == "ndjson":
        return StreamingHttpResponse(_lines(listing.everything()), content_type=NDJSON)
    rows, total = part_of(listing, (asked.page - 1) * asked.size, asked.size)
    last = -(-total // asked.size)
    envelope = orjson.dumps(
        {
            "total_items": total,
            "total_pages": last,
            "page_number": asked.page,
            "size": len(rows),
            "first_page": asked.page == 1,
            "last_page": asked.page >= last,
            "empty": not rows,
        }
    )
    return _json(b'%s,"contents":[%s]}' % (envelope[:-1], ",".join(rows).encode()))


def _lines(records: Iterator[str]) -> Iterator[bytes]:
    """By hundreds: a line at a time would cost more to send than to read."""
    held: list[str] = []
    for record in records:
        held.append(record)
        if len(held) == 100:
            yield ("\n".join(held) + "\n").encode()
            held.clear()
    if held:
        yield ("\n".join(held) + "\n").encode()
