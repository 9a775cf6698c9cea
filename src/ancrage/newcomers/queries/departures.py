"""What someone who leaves had in hand, in figures."""

from datetime import datetime

from django.utils.translation import ngettext

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.appointments import ahead_of


def left_behind(user: User, at: datetime) -> list[str]:
    """In words, for whoever closes the account; nothing when nothing waits."""
    cases = Case.objects.open().filter(agent=user).count()
    meetings = ahead_of(user, at).count()
    said = []
    if cases:
        text = ngettext(
            "%(n)d dossier ouvert attend quelqu’un d’autre à son point de services;",
            "%(n)d dossiers ouverts attendent quelqu’un d’autre à leur point de services;",
            cases,
        )
        said.append(text % {"n": cases})
    if meetings:
        text = ngettext(
            "%(n)d rendez-vous prévu est à confier ou à annuler : son point de services en est avisé.",
            "%(n)d rendez-vous prévus sont à confier ou à annuler : leurs points de services en sont avisés.",
            meetings,
        )
        said.append(text % {"n": meetings})
    return said
