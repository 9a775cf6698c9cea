"""Rules of which one holds at a time: the next begins on its day, and may be taken back until then."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.territory.dated import Dated, from_day
from ancrage.ui.formats import day


class RuleRefused(Refused):
    """The rules stay as they are."""


def make_room(rules: Sequence[Dated], starts_on: date, at: datetime) -> None:
    """End the last of ``rules``, locked and in order, where another begins.

    :raises RuleRefused: for a day that is past, or when a rule begins that day or later.
    """
    if starts_on < local_day(at):
        raise RuleRefused(
            _("Un délai ne change pas le passé : choisissez aujourd’hui ou plus tard."), field="starts_on"
        )
    if rules and rules[-1].starts_on >= starts_on:
        words = {"day": day(rules[-1].starts_on)}
        raise RuleRefused(_("Un délai commence déjà le %(day)s : choisissez un jour après.") % words, field="starts_on")
    if rules and rules[-1].is_on(starts_on):
        _end(rules[-1], starts_on)


def take_back(rules: Sequence[Dated], rule: Dated, *, from_: date) -> None:
    """Delete ``rule``, among ``rules``, locked and in order: the one before lasts again.

    :raises RuleRefused: when it began before ``from_``, or another follows it.
    """
    if rule.starts_on < from_ or rules[-1] != rule:
        raise RuleRefused(_("Ce délai a commencé ou un autre le suit : inscrivez-en un nouveau."))
    rule.delete()
    if len(rules) > 1 and rules[-2].ends_before == rule.starts_on:
        _end(rules[-2], None)


def _end(rule: Dated, before: date | None) -> None:
    rule.during = from_day(rule.starts_on, before)
    rule.save(update_fields=["during"])
