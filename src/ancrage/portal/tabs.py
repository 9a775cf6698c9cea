"""What this context adds to the pages of a dossier."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.permissions import Permission
from ancrage.ui.tabs import Tab, register


def register_tabs() -> None:
    register("newcomers.case", Tab("space", _("Mon plan en ligne"), _address, _writes))


def _address(case: Any) -> str:  # noqa: ANN401 - a dossier
    return reverse("portal:access", args=[case.pk])


def _writes(access: Any, _case: Any) -> bool:  # noqa: ANN401 - the access of the reader
    return bool(access.can(Permission.WRITE_CASE))
