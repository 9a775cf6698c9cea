"""What is said of a request given to someone."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case


def assigned(case: Case) -> str:
    return _("Le dossier %(reference)s vous est confié.") % {"reference": case.reference}


def assigned_many(count: int) -> str:
    text = ngettext("%(count)d dossier vous est confié.", "%(count)d dossiers vous sont confiés.", count)
    return text % {"count": count}


def cases_path(agent: User) -> str:
    """The open dossiers that someone follows."""
    return reverse("newcomers:cases", query={"state": "ouverts", "agent": str(agent.pk)})


def case_path(case: Case) -> str:
    return reverse("newcomers:case", args=[case.pk])
