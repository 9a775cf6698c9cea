"""Every sentence that the directory sends outside."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ancrage.accounts.actions.notifications import notify
from ancrage.directory.models import Proposal, ProposalState


def proposal_settled(proposal: Proposal, *, at: datetime) -> None:
    """Tell whoever asked what became of it."""
    if proposal.made_by is not None and proposal.made_by.is_active:
        with override(proposal.made_by.language):
            text = _outcome(proposal)
        path = reverse("directory:own_records")
        notify(users=[proposal.made_by], kind="directory.proposal_settled", text=text[:300], path=path, at=at)


def _outcome(proposal: Proposal) -> str:
    sentences = {
        ProposalState.ACCEPTED: _("Votre proposition pour %(organization)s est acceptée : la fiche est à jour."),
        ProposalState.PARTLY: _("Votre proposition pour %(organization)s est acceptée en partie. Raison : %(reason)s"),
        ProposalState.REFUSED: _("Votre proposition pour %(organization)s est refusée. Raison : %(reason)s"),
    }
    words = {"organization": proposal.organization.name, "reason": proposal.reason}
    return sentences[ProposalState(proposal.state)] % words
