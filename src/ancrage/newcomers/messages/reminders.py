"""What is written to someone before an appointment: that it awaits them, and when. Nothing of it, nor of whom with."""

from datetime import datetime, timedelta
from typing import Final

from babel.dates import format_datetime

from ancrage.core.clock import HOME_ZONE
from ancrage.messaging.actions import send_email
from ancrage.newcomers.models import AppointmentReminder

# Beside French, the language of service. Not translated by gettext: Ancrage itself speaks French and English.
_SUBJECT: Final = {
    "fr": "Un rendez-vous vous attend",
    "en": "An appointment awaits you",
    "es": "Le espera una cita",
    "ar": "لديكم موعد",
}
_BODY: Final = {
    "fr": "Bonjour,\n\nUn rendez-vous vous attend : {when}.\n\nCe message est automatique : n’y répondez pas.",
    "en": "Hello,\n\nAn appointment awaits you: {when}.\n\nThis is an automatic message: please do not reply.",
    "es": "Buenos días:\n\nLe espera una cita: {when}.\n\nEste mensaje es automático: no lo responda.",
    "ar": "مرحباً،\n\nلديكم موعد: {when}.\n\nهذه رسالة آلية: يرجى عدم الرد عليها.",
}
_WHEN: Final = {
    "fr": "EEEE d MMMM y, H' h 'mm",
    "en": "EEEE, MMMM d, y, h:mm a",
    "es": "EEEE d 'de' MMMM 'de' y, H:mm",
    "ar": "EEEE d MMMM y، H:mm",
}


def remind(
    reminder: AppointmentReminder, *, to: str, languages: list[str], at: datetime, later: timedelta | None = None
) -> None:
    """Write to someone who may be written to, in each of ``languages``."""
    start = reminder.appointment.starts_at
    send_email(
        to=to,
        subject=" – ".join(_SUBJECT[one] for one in languages),
        body="\n\n———\n\n".join(_BODY[one].format(when=_when(start, one)) for one in languages),
        language=languages[-1],
        at=at,
        about=reminder,
        later=later,
    )


def _when(start: datetime, language: str) -> str:
    said = format_datetime(start, _WHEN[language], tzinfo=HOME_ZONE, locale=language)
    return said.removesuffix(" 00") if language == "fr" else said
