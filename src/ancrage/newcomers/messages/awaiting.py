"""What is written to someone whom something awaits: nothing of what, nor of whom with."""

from datetime import datetime, timedelta
from typing import Final

from ancrage.messaging.actions import send_email
from ancrage.newcomers.models import CaseBatchLine

# Beside French, the language of service. Not translated by gettext: Ancrage itself speaks French and English.
_SUBJECT: Final = {
    "fr": "Quelque chose vous attend",
    "en": "Something awaits you",
    "es": "Hay algo para usted",
    "ar": "هناك ما ينتظركم",
}
_BODY: Final = {
    "fr": "Bonjour,\n\nQuelque chose vous attend. La personne qui vous accompagne vous en parlera : joignez-la quand vous "
    "le pourrez.\n\nCe message est automatique : n’y répondez pas.",
    "en": "Hello,\n\nSomething awaits you. The person who accompanies you will tell you about it: please contact them when "
    "you can.\n\nThis is an automatic message: please do not reply.",
    "es": "Buenos días:\n\nHay algo para usted. La persona que le acompaña se lo explicará: comuníquese con ella cuando "
    "pueda.\n\nEste mensaje es automático: no lo responda.",
    "ar": "مرحباً،\n\nهناك ما ينتظركم. سيخبركم به الشخص الذي يرافقكم: اتصلوا به عندما يمكنكم ذلك.\n\n"
    "هذه رسالة آلية: يرجى عدم الرد عليها.",
}


def words(languages: list[str]) -> str:
    return "\n\n———\n\n".join(_BODY[one] for one in languages)


def something_awaits(
    line: CaseBatchLine, *, to: str, languages: list[str], later: timedelta | None, at: datetime
) -> None:
    """Write to someone who may be written to, in each of ``languages``, at an hour that is safe."""
    send_email(
        to=to,
        subject=" – ".join(_SUBJECT[one] for one in languages),
        body=words(languages),
        language=languages[-1],
        later=later,
        at=at,
        about=line,
    )
