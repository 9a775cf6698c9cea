"""Proposals, side by side with what the record says now."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.directory.models import Organization, Proposal
from ancrage.directory.models.base import Record
from ancrage.directory.models.proposal import ProposalQuerySet
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.contents import content_of, in_words
from ancrage.directory.queries.items import BY_KIND
from ancrage.directory.queries.records import in_reach


@dataclass(frozen=True)
class Line:
    """One item. ``was``: what it said when asked, shown where the record changed since."""

    name: str
    label: str
    was: str
    now: str
    asked: str
    is_changed_since: bool
    is_accepted: bool


def proposals_within(access: Access) -> ProposalQuerySet:
    """Those of the organisations of the regions the reader keeps."""
    found = Proposal.objects.filter(in_reach(access, "organization__"))
    return found.select_related("organization__region", "made_by", "decided_by")


def own_proposals(access: Access) -> ProposalQuerySet:
    """Those of the organisations the reader works for."""
    scope = access.scopes(Permission.PROPOSE)
    found = Proposal.objects.filter(organization__in=scope.organizations)
    return found.select_related("organization", "made_by", "decided_by").order_by("-made_at", "-pk")


def own_organizations(access: Access) -> "QuerySet[Organization]":
    scope = access.scopes(Permission.PROPOSE)
    found = Organization.objects.filter(pk__in=scope.organizations).prefetch_related("services", "locations")
    return found.order_by("sort_name", "pk")


def record_of(proposal: Proposal) -> Record | None:
    """The record as it is; one that is asked for and not settled, as it would begin."""
    model = BY_KIND[proposal.resource_type].model
    if proposal.is_new and not proposal.decided_at:
        return model(pk=proposal.resource_id, organization=proposal.organization)  # type: ignore[misc] # all but organisations have one
    found: Record | None = model._default_manager.filter(pk=proposal.resource_id).first()
    return found


def named(proposals: Iterable[Proposal]) -> list[tuple[Proposal, str, str]]:
    """Each proposal with the name of its record and, in words, what it changes."""
    rows = list(proposals)
    names: dict[UUID, str] = {}
    for kind, sheet in BY_KIND.items():
        wanted = [one.resource_id for one in rows if one.resource_type == kind]
        names |= {
            record.pk: str(record) for record in sheet.model._default_manager.filter(pk__in=wanted).order_by("pk")
        }
    return [(one, names.get(one.resource_id) or one.new_name or str(one.organization), _asked(one)) for one in rows]


def side_by_side(proposal: Proposal, record: Record | None) -> list[Line]:
    sheet = BY_KIND[proposal.resource_type]
    current = content_of(record) if record else {}
    lines = []
    for name in (one for one in sheet.names if one in proposal.changes):
        item, (before, after) = sheet.item(name), proposal.changes[name]
        assert item is not None  # noqa: S101 - one of the sheet
        was, now, asked = (in_words(item, one, record=sheet.model) for one in (before, current.get(name), after))
        changed = current.get(name) != before and not proposal.decided_at
        lines.append(Line(name, sheet.label(name), was, now, asked, changed, name in proposal.accepted))
    return lines


def _asked(proposal: Proposal) -> str:
    sheet = BY_KIND[proposal.resource_type]
    if proposal.is_new:
        return _("Nouveau %(word)s") % {"word": sheet.word}
    return ", ".join(sheet.label(name) for name in sheet.names if name in proposal.changes)
