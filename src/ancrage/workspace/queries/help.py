"""What the pages of help show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.accounts.models import GuideMark, Outcome, SignInAttempt, User
from ancrage.core.glossary import Term, read_terms
from ancrage.core.text import fold
from ancrage.ui.navigation import Item
from ancrage.workspace.first_day import Step, steps_for
from ancrage.workspace.help_words import PAGES, Text


@dataclass(frozen=True)
class Paragraphs:
    """The help of one page of the menu."""

    page: Item
    texts: tuple[Text, ...]


def help_of(pages: Iterable[Item]) -> list[Paragraphs]:
    """The paragraphs of those of ``pages`` that have some, in the order of the menu."""
    by_address = {reverse(view): texts for view, texts in PAGES.items()}
    return [Paragraphs(page, by_address[page.url]) for page in pages if page.url in by_address]


def glossary() -> list[Term]:
    """The words of the trade in the reader's language, in order."""
    terms = [Term(_(term.words), _(term.meaning)) for term in _written_terms(settings.ANCRAGE_GLOSSARY)]
    return sorted(terms, key=lambda term: fold(term.words))


@cache
def _written_terms(path: Path) -> tuple[Term, ...]:
    return tuple(read_terms(path.read_text())) if path.exists() else ()


@dataclass(frozen=True)
class StepShown:
    step: Step
    done_at: datetime | None

    @property
    def address(self) -> str:
        return reverse(self.step.view)


def first_day(access: Access) -> list[StepShown]:
    """The steps of the reader, with when each was done."""
    done = dict(GuideMark.objects.filter(user=access.user).values_list("step", "done_at"))
    return [StepShown(step, done.get(step.code)) for step in steps_for(access)]


def is_first_day(user: User) -> bool:
    """Whether ``user`` opened a session once, and neither did a step nor set the guide aside."""
    signed_in = SignInAttempt.objects.filter(user=user, outcome=Outcome.SIGNED_IN).order_by("pk")
    return len(signed_in.values_list("pk")[:2]) == 1 and not GuideMark.objects.filter(user=user).exists()
