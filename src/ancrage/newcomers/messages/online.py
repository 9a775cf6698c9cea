"""What is written to someone who asked online. It says that the request is received, and nothing of it."""

from datetime import datetime
from typing import Final

from ancrage.messaging.actions import send_email
from ancrage.newcomers.models import OnlineRequest

# Beside French, the language of the form. Not translated by gettext: Ancrage itself speaks French and English.
_SUBJECT: Final = {
    "fr": "Votre demande est reçue",
    "en": "Your request is received",
    "es": "Su solicitud se recibió",
    "ar": "تم استلام طلبك",
}
_BODY: Final = {
    "fr": "Bonjour,\n\nVotre demande est reçue.\n\nCe message est automatique\u00a0: n’y répondez pas.",
    "en": "Hello,\n\nYour request is received.\n\nThis is an automatic message: please do not reply.",
    "es": "Buenos días:\n\nSu solicitud se recibió.\n\nEste mensaje es automático: no lo responda.",
    "ar": "مرحباً،\n\nتم استلام طلبك.\n\nهذه رسالة آلية: يرجى عدم الرد عليها.",
}


def request_received(online: OnlineRequest, *, to: str, at: datetime) -> None:
    """Write to someone who said that e-mail is safe."""
    languages = list(dict.fromkeys(["fr", online.language]))
    send_email(
        to=to,
        subject=" – ".join(_SUBJECT[one] for one in languages),
        body="\n\n———\n\n".join(_BODY[one] for one in languages),
        language=languages[-1],
        at=at,
        about=online,
    )
