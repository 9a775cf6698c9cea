"""Every sentence that referrals send outside. None holds a name, a need, a phone or a status."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ancrage.accounts.actions.notifications import notify
from ancrage.messaging.actions import send_email
from ancrage.referrals.followers import followers_of
from ancrage.referrals.models import AnswerLink, Referral, ReferralState
from ancrage.referrals.tokens import token_of
from ancrage.ui.formats import day, moment

# The person's language beside French. Not translated by gettext: Ancrage itself speaks French and English.
_PERSON_SUBJECT: Final = {
    "fr": "Une réponse vous attend",
    "en": "An answer is waiting for you",
    "es": "Hay una respuesta para usted",
    "ar": "هناك رد في انتظارك",
}
_PERSON_BODY: Final = {
    "fr": "Bonjour,\n\nUne réponse vous attend. La personne qui vous accompagne vous en parlera.\n"
    "Vous pouvez aussi joindre votre point de services.\n\nCe message est automatique : n’y répondez pas.",
    "en": "Hello,\n\nAn answer is waiting for you. The person who accompanies you will tell you about it.\n"
    "You can also contact your service point.\n\nThis is an automatic message: please do not reply.",
    "es": "Buenos días:\n\nHay una respuesta para usted. La persona que le acompaña se la comunicará.\n"
    "También puede comunicarse con su punto de servicio.\n\nEste mensaje es automático: no lo responda.",
    "ar": "مرحباً،\n\nهناك رد في انتظارك. سيخبرك به الشخص الذي يرافقك.\n"
    "يمكنك أيضاً الاتصال بنقطة الخدمة الخاصة بك.\n\nهذه رسالة آلية: يرجى عدم الرد عليها.",
}


def referral_received(referral: Referral, link: AnswerLink, *, at: datetime) -> None:
    """Ask the organisation for an answer."""
    with override("fr"):
        subject = _("Aiguillage %(reference)s : réponse attendue avant le %(day)s") % _words(referral)
        _to_organization(referral, subject, _asking(referral, link), at=at)


def referral_reminded(referral: Referral, link: AnswerLink, *, at: datetime) -> None:
    with override("fr"):
        subject = _("Rappel : aiguillage %(reference)s, réponse attendue avant le %(day)s") % _words(referral)
        _to_organization(referral, subject, _asking(referral, link), at=at)


def code_sent(referral: Referral, code: str, *, minutes: int, at: datetime) -> None:
    """The code is good for the browser that asked for it, and no other."""
    with override("fr"):
        subject = _("Code pour l’aiguillage %(reference)s") % _words(referral)
        body = _(
            "Bonjour,\n\nVotre code : %(code)s\n\nÉcrivez-le dans la page où vous l’avez demandé, d’ici %(minutes)s minutes. "
            "Il ouvre les renseignements de l’aiguillage %(reference)s dans ce navigateur seulement.\n\n"
            "Vous n’avez rien demandé? N’en faites rien : le code ne sert à personne d’autre."
        )
        _to_organization(referral, subject, body % {"code": code, "minutes": minutes, **_words(referral)}, at=at)


def referral_withdrawn(referral: Referral, *, at: datetime) -> None:
    with override("fr"):
        subject = _("Aiguillage %(reference)s : retiré") % _words(referral)
        body = _(
            "Bonjour,\n\nL’aiguillage %(reference)s vers votre service « %(service)s » est retiré. "
            "Vous n’avez rien à faire.\n\nSi vous avez noté des renseignements sur la personne, détruisez-les."
        )
        _to_organization(referral, subject, body % _words(referral), at=at)


def precision_given(referral: Referral, link: AnswerLink | None, *, at: datetime) -> None:
    with override("fr"):
        subject = _("Aiguillage %(reference)s : la précision demandée est là") % _words(referral)
        body = _(
            "Bonjour,\n\nLa précision que vous avez demandée pour l’aiguillage %(reference)s vous attend.\n\n"
            "La lire et répondre :\n%(address)s"
        )
        address = _answer_address(link) if link else _inbox_address(referral)
        _to_organization(referral, subject, body % {"address": address, **_words(referral)}, at=at)


def answer_received(referral: Referral, *, told: str, at: datetime) -> None:
    """Tell those who follow it, inside Ancrage, and the person at the address ``told`` when they accept to be written to."""
    _to_followers(referral, "referral_answered", at=at)
    if told and not referral.is_restricted:
        languages = ["fr", *({referral.told_language} & _PERSON_BODY.keys() - {"fr"})]
        send_email(
            to=told,
            subject=" – ".join(_PERSON_SUBJECT[one] for one in languages),
            body="\n\n———\n\n".join(_PERSON_BODY[one] for one in languages),
            language=languages[-1],
            at=at,
            about=referral,
        )


def followers_told(referral: Referral, *, at: datetime) -> None:
    """What those who follow it should know and the person need not: a question, an expiry, what came of the service."""
    _to_followers(referral, f"referral_{referral.state}", at=at)


def _to_followers(referral: Referral, kind: str, *, at: datetime) -> None:
    for told in followers_of(referral, at):
        with override(told.user.language):
            text = _sentence(referral) % _words(referral)
        notify(users=[told], kind=kind, text=text[:300], path=referral.owner_path, at=at)


def _sentence(referral: Referral) -> str:
    sentences = {
        ReferralState.UNDER_STUDY: _("%(organization)s demande une précision sur l’aiguillage %(reference)s."),
        ReferralState.ACCEPTED: _("%(organization)s accepte l’aiguillage %(reference)s."),
        ReferralState.WAITING_LIST: _("%(organization)s met l’aiguillage %(reference)s sur sa liste d’attente."),
        ReferralState.DECLINED: _("%(organization)s refuse l’aiguillage %(reference)s."),
        ReferralState.EXPIRED: _("%(organization)s n’a pas répondu à l’aiguillage %(reference)s."),
        ReferralState.STARTED: _("Le service de l’aiguillage %(reference)s est commencé."),
        ReferralState.DONE: _("Le service de l’aiguillage %(reference)s est rendu."),
        ReferralState.NOT_DONE: _("Le service de l’aiguillage %(reference)s n’a pas été rendu."),
    }
    return sentences[ReferralState(referral.state)]


def _to_organization(referral: Referral, subject: str, body: str, *, at: datetime) -> None:
    send_email(to=referral.organization.email, subject=subject, body=body, language="fr", at=at, about=referral)


def _asking(referral: Referral, link: AnswerLink) -> str:
    body = _(
        "Bonjour,\n\nOn vous demande si vous pouvez accueillir une personne dans votre service « %(service)s ».\n\n"
        "Aiguillage : %(reference)s\nRéponse attendue avant : %(moment)s\n\n"
        "Répondre en deux clics, sans compte :\n%(address)s\n\n"
        "Avec un compte, dans Mes aiguillages :\n%(inbox)s\n\n"
        "Ce message ne contient aucun renseignement personnel. Le lien sert à cet aiguillage seulement, "
        "et chaque ouverture est inscrite. Ne le transmettez pas hors de votre organisme."
    )
    return body % {"address": _answer_address(link), "inbox": _inbox_address(referral), **_words(referral)}


def _words(referral: Referral) -> dict[str, str]:
    return {
        "reference": referral.reference,
        "service": referral.service.name,
        "organization": referral.organization.name,
        "day": day(referral.expires_at) if referral.expires_at else "",
        "moment": moment(referral.expires_at) if referral.expires_at else "",
    }


def _answer_address(link: AnswerLink) -> str:
    return settings.BASE_URL + reverse("referrals:answer", args=[token_of(link)])


def _inbox_address(referral: Referral) -> str:
    return settings.BASE_URL + reverse("referrals:received", args=[referral.pk])
