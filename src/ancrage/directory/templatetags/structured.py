"""What search engines read of a page, beside what people read."""

from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from ancrage.directory.queries import structured
from ancrage.ui.linked_data import linked_data

register = template.Library()


@register.simple_tag
def service_data(pk: UUID) -> SafeString | str:
    """``{% service_data service.pk %}``: nothing for a service that is not public."""
    found = structured.service_data(pk)
    return linked_data(found) if found else ""


@register.simple_tag
def organization_data(pk: UUID) -> SafeString | str:
    found = structured.organization_data(pk)
    return linked_data(found) if found else ""
