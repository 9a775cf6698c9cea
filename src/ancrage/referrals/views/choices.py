"""The four answers, as the link and Mes aiguillages both offer them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.referrals.actions import answering
from ancrage.referrals.forms.answering import AcceptForm, AskForm, DeclineForm, WaitForm
from ancrage.referrals.models import Referral, ReferralState
from ancrage.referrals.transitions import ACCEPT, ASK, DECLINE, WAIT, Step, may
from ancrage.ui import forms as ui


@dataclass(frozen=True)
class Choice:
    """``slug`` is its address; ``title`` and ``hint`` its button; ``said`` and ``said_of`` head the confirmation."""

    slug: str
    icon: str
    title: str | Promise
    hint: str | Promise
    said: str | Promise
    said_of: str | Promise
    form: type[ui.Form]
    act: Callable[..., Referral]
    step: Step

    def heading(self, name: str) -> str:
        return str(self.said_of) % {"name": name} if name else str(self.said)


CHOICES = (
    Choice(
        "accueillir",
        "ok",
        _("Nous l’accueillons"),
        _("Vous pourrez proposer une date."),
        _("Vous accueillez cette personne"),
        _("Vous accueillez %(name)s"),
        AcceptForm,
        answering.accept,
        ACCEPT,
    ),
    Choice(
        "attente",
        "hourglass",
        _("Sur notre liste d’attente"),
        _("Vous indiquerez le délai."),
        _("Vous mettez cette personne sur votre liste d’attente"),
        _("Vous mettez %(name)s sur votre liste d’attente"),
        WaitForm,
        answering.put_on_waiting_list,
        WAIT,
    ),
    Choice(
        "precision",
        "speech",
        _("Il nous faut une précision"),
        _("Votre question ira à la personne qui vous écrit."),
        _("Vous demandez une précision"),
        _("Vous demandez une précision"),
        AskForm,
        answering.ask_precision,
        ASK,
    ),
    Choice(
        "refuser",
        "x",
        _("Nous ne pouvons pas"),
        _("Vous choisirez une raison dans une courte liste."),
        _("Vous ne pouvez pas accueillir cette personne"),
        _("Vous ne pouvez pas accueillir %(name)s"),
        DeclineForm,
        answering.decline,
        DECLINE,
    ),
)


def choices_for(referral: Referral) -> list[Choice]:
    """What may be answered where the referral stands; one just sent is opened by the first click."""
    state = ReferralState.OPENED if referral.state == ReferralState.SENT else referral.state
    return [choice for choice in CHOICES if may(choice.step, state)]


def choice_or_404(slug: str) -> Choice:
    for choice in CHOICES:
        if choice.slug == slug:
            return choice
    raise Http404
