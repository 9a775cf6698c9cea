"""An organisation asks for changes of its records; whoever keeps the directory accepts them or not, item by item."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.directory.actions.doubles import find_doubles
from ancrage.directory.actions.records import add_record, change_record
from ancrage.directory.messages import proposal_made, proposal_settled
from ancrage.directory.models import Proposal, ProposalState, Service, VerificationLink
from ancrage.directory.models.base import Record
from ancrage.directory.queries.contents import content_of, differences
from ancrage.directory.queries.items import Content, sheet_of
from ancrage.directory.queries.proposals import record_of
from ancrage.directory.queries.records import keepers_of, organization_of


class ProposalRefused(Refused):
    """Nothing is asked, or decided."""


@transaction.atomic
def propose(
    *,
    record: Record,
    content: Content,
    by: Actor,
    user: User | None,
    at: datetime,
    link: VerificationLink | None = None,
) -> Proposal:
    """Ask for what differs from what ``record`` says; one that is not saved yet is asked for whole.

    :raises ProposalRefused: when nothing does.
    """
    organization = organization_of(record)
    changes = {name: list(pair) for name, pair in differences(content_of(record), content).items()}
    if not changes or organization is None:
        raise ProposalRefused(_("Rien ne diffère de la fiche : il n’y a rien à proposer."))
    made = Proposal.objects.create(
        organization=organization,
        resource_type=sheet_of(record).kind,
        resource_id=record.pk,
        is_new=record._state.adding,  # noqa: SLF001 - Django says it nowhere else
        changes=changes,
        made_at=at,
        made_by=user,
        link=link,
    )
    _register("directory.proposal.made", made, by=by, at=at)
    proposal_made(keepers_of(organization.region_id, local_day(at)), at=at)
    return made


@transaction.atomic
def settle_proposal(*, proposal: Proposal, accepted: Collection[str], reason: str, by: User, at: datetime) -> Proposal:
    """Write what is accepted, and tell whoever asked.

    :raises ProposalRefused: when someone settled it already, the record is gone, or a refusal has no reason.
    :raises RecordRefused: when what is accepted does not hold together.
    """
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("organization__region", "made_by", "link")
        .get(pk=proposal.pk)
    )
    if found.state != ProposalState.PENDING:
        raise ProposalRefused(_("Cette proposition est déjà réglée."))
    wanted = [name for name in found.changes if name in accepted]
    if len(wanted) < len(found.changes) and not reason:
        raise ProposalRefused(
            _("Dites pourquoi tout n’est pas accepté : l’organisme lira cette raison."), field="reason"
        )
    if wanted:
        _carry_out(found, {name: found.changes[name][1] for name in wanted}, by=by, at=at)
    found.state = _state(wanted, found)
    found.accepted, found.reason, found.decided_at, found.decided_by = wanted, reason, at, by
    found.save(update_fields=["state", "accepted", "reason", "decided_at", "decided_by"])
    _register("directory.proposal.settled", found, by=by, at=at)
    proposal_settled(found, at=at)
    return found


def _carry_out(proposal: Proposal, content: Content, *, by: User, at: datetime) -> None:
    row, body = record_of(proposal), proposal.organization.name
    if row is None:
        raise ProposalRefused(_("Cette fiche n’existe plus : la proposition ne peut être que refusée."))
    if not proposal.is_new:
        change_record(record=row, content=content, by=by, body=body, at=at)
        return
    add_record(record=row, content=content, by=by, body=body, at=at)
    if isinstance(row, Service):
        find_doubles(services=[row], at=at)


def _register(verb: str, proposal: Proposal, *, by: Actor, at: datetime) -> None:
    record(verb, by=by, on=proposal, at=at, fields=["state"], region=proposal.organization.region.code)


def _state(wanted: Collection[str], proposal: Proposal) -> ProposalState:
    if len(wanted) == len(proposal.changes):
        return ProposalState.ACCEPTED
    return ProposalState.PARTLY if wanted else ProposalState.REFUSED
