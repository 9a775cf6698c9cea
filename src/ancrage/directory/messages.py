"""Every sentence that the directory sends outside."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ancrage.accounts.actions.notifications import notify
from ancrage.accounts.models import User
from ancrage.directory.models import ErrorReport, Proposal, ProposalState, VerificationLink
from ancrage.directory.tokens import token_of
from ancrage.messaging.actions import send_email
from ancrage.ui.formats import day


def proposal_made(keepers: Iterable[User], *, at: datetime) -> None:
    """Tell those who keep the directory that something is asked: once, however many wait."""
    text = gettext_lazy("Un organisme propose un changement au répertoire.")
    _tell(keepers, "directory.proposal_made", text, reverse("directory:proposals"), at=at)


def report_received(keepers: Iterable[User], *, at: datetime) -> None:
    """Tell them that someone reports an error: once, however many wait."""
    text = gettext_lazy("Une erreur est signalée dans le répertoire.")
    _tell(keepers, "directory.report_received", text, reverse("directory:reports"), at=at)


def proposal_settled(proposal: Proposal, *, at: datetime) -> None:
    """Tell whoever asked what became of it."""
    if proposal.made_by is not None and proposal.made_by.is_active:
        with override(proposal.made_by.language):
            text = _outcome(proposal)
        path = reverse("directory:own_records")
        notify(users=[proposal.made_by], kind="directory.proposal_settled", text=text[:300], path=path, at=at)

    elif proposal.link is not None:
        with override("fr"):
            subject = _("Votre proposition de changement au répertoire")
            body = _("Bonjour,\n\n%(outcome)s\n\nCe message est automatique : n’y répondez pas.")
            text = body % {"outcome": _outcome(proposal)}
        send_email(to=proposal.link.sent_to, subject=subject, body=text, language="fr", at=at, about=proposal)


def verification_asked(link: VerificationLink, *, at: datetime) -> None:
    """Ask an organisation whether its records are right."""
    with override("fr"):
        subject = _("Votre fiche dans le répertoire des services est-elle exacte?")
        body = _(
            "Bonjour,\n\nLe répertoire des services d’intégration de la région parle de votre organisme, %(name)s.\n"
            "Relisez ce qu’il en dit : si tout est exact, un clic suffit; sinon, corrigez ce qui ne l’est pas.\n\n"
            "%(address)s\n\nCe lien sert à cette vérification seulement, jusqu’au %(day)s. Aucun compte n’est nécessaire."
        )
        words = {
            "name": link.organization.name,
            "address": settings.BASE_URL + reverse("directory:verify", args=[token_of(link)]),
            "day": day(link.expires_at),
        }
        send_email(to=link.sent_to, subject=subject, body=body % words, language="fr", at=at, about=link)


def report_answered(report: ErrorReport, *, at: datetime) -> None:
    """Answer whoever reported an error and left an address."""
    with override("fr"):
        subject = _("Votre signalement au répertoire des services")
        body = _("Bonjour,\n\nÀ propos de ce que vous avez signalé sur la fiche « %(name)s » :\n\n%(answer)s\n\nMerci.")
        words = {"name": report.service or report.organization, "answer": report.answer}
        send_email(to=report.email, subject=subject, body=body % words, language="fr", at=at, about=report)


def _tell(keepers: Iterable[User], kind: str, text: Promise, path: str, *, at: datetime) -> None:
    """Each in their language."""
    by_language: dict[str, list[User]] = {}
    for one in keepers:
        by_language.setdefault(one.language, []).append(one)
    for language, users in by_language.items():
        with override(language):
            notify(users=users, kind=kind, text=str(text), path=path, at=at, once=True)


def _outcome(proposal: Proposal) -> str:
    sentences = {
        ProposalState.ACCEPTED: _("Votre proposition pour %(organization)s est acceptée : la fiche est à jour."),
        ProposalState.PARTLY: _("Votre proposition pour %(organization)s est acceptée en partie. Raison : %(reason)s"),
        ProposalState.REFUSED: _("Votre proposition pour %(organization)s est refusée. Raison : %(reason)s"),
    }
    if proposal.is_new:
        sentences[ProposalState.ACCEPTED] = _(
            "Votre proposition pour %(organization)s est acceptée : « %(name)s » est au répertoire."
        )
    words = {"organization": proposal.organization.name, "reason": proposal.reason, "name": proposal.new_name}
    return sentences[ProposalState(proposal.state)] % words
