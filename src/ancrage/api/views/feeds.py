"""What others read of the directory without asking anything: its changes, and the addresses of its pages."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape as html_escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ancrage.accounts.pages import page
from ancrage.api.queries import changes
from ancrage.directory.queries.structured import organization_address, service_address

_XML: Final = "application/xml; charset=utf-8"
_XMLNS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NOT_XML: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")


@page(permission=None, public=True)
def atom(request: HttpRequest) -> HttpResponse:
    """New, changed and closed services, the last first."""
    language = get_language() or "fr"
    feed = Atom1Feed(
        title=_("Répertoire de services : ce qui a changé"),
        link=settings.BASE_URL + reverse("directory:find"),
        description="",
        language=language,
        feed_url=f"{settings.BASE_URL}{request.path}",
        feed_guid=f"{settings.BASE_URL}{request.path}",
    )
    for change in changes.latest(english=language == "en"):
        feed.add_item(
            title=_plain(change.service["name"]),
            link=service_address(change.id),
            # Readers of feeds take it as HTML.
            description=html_escape(_plain(_said(change))),
            updateddate=change.at,
            unique_id=f"urn:uuid:{change.id}",
            categories=[change.kind],
            author_name=_plain(change.service["organization"]["name"]),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _said(change: changes.Change) -> str:
    about = change.service.get("description", "")
    return f"{changes.KINDS[change.kind]}. {about}".strip()


def _plain(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return text.translate(_NOT_XML)


@page(permission=None, public=True)
def sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The files of the sitemap."""
    services, organizations = changes.files()
    names = [f"services-{number}" for number in range(1, services + 1)]
    names += [f"organismes-{number}" for number in range(1, organizations + 1)]
    said = "".join(f"<sitemap><loc>{settings.BASE_URL}/sitemap-{name}.xml</loc></sitemap>" for name in names)
    return _xml(f"<sitemapindex {_XMLNS}>{said}</sitemapindex>")


@page(permission=None, public=True)
def sitemap_services(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - a view
    return _addresses(changes.service_dates, service_address, number)


@page(permission=None, public=True)
def sitemap_organizations(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - a view
    return _addresses(changes.organization_dates, organization_address, number)


@page(permission=None, public=True)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Everything may be read; where the addresses are."""
    return HttpResponse(
        f"User-agent: *\nAllow: /\n\nSitemap: {settings.BASE_URL}/sitemap.xml\n", content_type="text/plain"
    )


def _addresses(
    dates: Callable[[int], Iterable[tuple[UUID, datetime]]], address: Callable[[object], str], number: int
) -> HttpResponse:
    """A file past the last does not exist; the first may be empty."""
    if not number:
        raise Http404
    said = [
        f"<url><loc>{escape(address(pk))}</loc><lastmod>{at.isoformat(timespec='seconds')}</lastmod></url>"
        for pk, at in dates(number)
    ]
    if not said and number != 1:
        raise Http404
    return _xml(f"<urlset {_XMLNS}>{''.join(said)}</urlset>")


def _xml(content: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{content}', content_type=_XML)
