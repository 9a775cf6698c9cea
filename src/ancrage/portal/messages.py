"""Every sentence this context sends outside, and what is said to staff.

To the person, a message says that something awaits them, or gives a code: no need, no service, no status, no name. In
French and the language of the page; not by gettext, since Ancrage itself speaks French and English.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.messaging.actions import send_email
from ancrage.newcomers.models import Case
from ancrage.portal.models import SignInCode, SpaceInvitation, SpaceTelling

_INVITED: Final = {
    "fr": (
        "Quelque chose vous attend",
        (
            "Bonjour,\n\nQuelque chose vous attend à cette adresse (elle sert une fois, pendant sept jours) :\n\n{link}\n\n"
            "Le code qui vous a été donné vous sera demandé.\n\nCe message est automatique\u00a0: n’y répondez pas."
        ),
    ),
    "en": (
        "Something is waiting for you",
        (
            "Hello,\n\nSomething is waiting for you at this address (it works once, for seven days):\n\n{link}\n\n"
            "You will be asked for the code you were given.\n\nThis is an automatic message: please do not reply."
        ),
    ),
    "es": (
        "Algo le espera",
        (
            "Buenos días:\n\nAlgo le espera en esta dirección (sirve una sola vez, durante siete días):\n\n{link}\n\n"
            "Se le pedirá el código que recibió.\n\nEste mensaje es automático: no lo responda."
        ),
    ),
    "ar": (
        "هناك ما ينتظرك",
        (
            "مرحباً،\n\nهناك ما ينتظرك على هذا العنوان (يُستعمل مرة واحدة، خلال سبعة أيام):\n\n{link}\n\n"
            "سيُطلب منك الرمز الذي أُعطي لك.\n\nهذه رسالة آلية: يرجى عدم الرد عليها."
        ),
    ),
}
_AWAITS: Final = {
    "fr": (
        "Quelque chose vous attend",
        (
            "Bonjour,\n\nQuelque chose de nouveau vous attend. Pour le voir\u00a0:\n\n{link}\n\n"
            "Ce message est automatique\u00a0: n’y répondez pas."
        ),
    ),
    "en": (
        "Something is waiting for you",
        (
            "Hello,\n\nSomething new is waiting for you. To see it:\n\n{link}\n\n"
            "This is an automatic message: please do not reply."
        ),
    ),
    "es": (
        "Algo le espera",
        "Buenos días:\n\nAlgo nuevo le espera. Para verlo:\n\n{link}\n\nEste mensaje es automático: no lo responda.",
    ),
    "ar": (
        "هناك ما ينتظرك",
        "مرحباً،\n\nهناك شيء جديد ينتظرك. لرؤيته:\n\n{link}\n\nهذه رسالة آلية: يرجى عدم الرد عليها.",
    ),
}
_CODE: Final = {
    "fr": (
        "Votre code",
        (
            "Bonjour,\n\nVotre code : {code}\n\nIl sert une fois, pendant quinze minutes. "
            "Si vous n’avez rien demandé, ne faites rien."
        ),
    ),
    "en": (
        "Your code",
        "Hello,\n\nYour code: {code}\n\nIt works once, for fifteen minutes. If you asked for nothing, do nothing.",
    ),
    "es": (
        "Su código",
        (
            "Buenos días:\n\nSu código: {code}\n\nSirve una sola vez, durante quince minutos. "
            "Si no pidió nada, no haga nada."
        ),
    ),
    "ar": (
        "رمزك",
        "مرحباً،\n\nرمزك: {code}\n\nيُستعمل مرة واحدة، خلال خمس عشرة دقيقة. إن لم تطلب شيئاً فلا تفعل شيئاً.",
    ),
}


def activation_link(key: str, language: str = "fr") -> str:
    query = None if language == "fr" else {"langue": language}
    return urljoin(settings.BASE_URL, reverse("portal:activate", args=[key], query=query))


def invited(invitation: SpaceInvitation, key: str, *, language: str, at: datetime) -> None:
    link = activation_link(key, language)
    _send(_INVITED, to=invitation.email, language=language, about=invitation, at=at, link=link)


def code_sent(asked: SignInCode, code: str, *, at: datetime) -> None:
    _send(_CODE, to=asked.email, language=asked.language, about=asked, at=at, code=code)


def something_awaits(telling: SpaceTelling, *, languages: list[str], later: timedelta | None, at: datetime) -> None:
    language = languages[-1]
    query = None if language == "fr" else {"langue": language}
    link = urljoin(settings.BASE_URL, reverse("portal:plan", query=query))
    _send(_AWAITS, to=telling.space.email, language=language, about=telling, later=later, at=at, link=link)


def _send(
    said: dict[str, tuple[str, str]],
    *,
    to: str,
    language: str,
    about: Model,
    at: datetime,
    later: timedelta | None = None,
    **values: str,
) -> None:
    languages = list(dict.fromkeys(["fr", language]))
    send_email(
        to=to,
        subject=" – ".join(said[one][0] for one in languages),
        body="\n\n———\n\n".join(said[one][1].format(**values) for one in languages),
        language=languages[-1],
        at=at,
        about=about,
        later=later,
    )


def document_given(case: Case) -> str:
    return _("Dossier %(reference)s : la personne a ajouté un document.") % {"reference": case.reference}


def asked_document_given(case: Case) -> str:
    return _("Dossier %(reference)s : la personne a remis un document demandé.") % {"reference": case.reference}


def asked_document_not_held(case: Case) -> str:
    return _("Dossier %(reference)s : la personne n’a pas un document demandé.") % {"reference": case.reference}


def consent_withdrawn(case: Case) -> str:
    return _("Dossier %(reference)s : la personne a retiré un consentement, le partage est arrêté.") % {
        "reference": case.reference
    }


def documents_path(case: Case) -> str:
    return reverse("newcomers:documents", args=[case.pk])


def consents_path(case: Case) -> str:
    return reverse("newcomers:consents", args=[case.pk])
