from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ancrage.core import merging


class DirectoryConfig(AppConfig):
    name = "ancrage.directory"
    label = "directory"
    verbose_name = _("Répertoire")

    def ready(self) -> None:
        from ancrage.accounts.access import register_memberships  # noqa: PLC0415 - models are ready only now
        from ancrage.accounts.actions.users import register_departure  # noqa: PLC0415
        from ancrage.directory.actions.departures import end_memberships  # noqa: PLC0415
        from ancrage.directory.merging import MERGING  # noqa: PLC0415
        from ancrage.directory.queries.cards import organizations_of  # noqa: PLC0415

        register_memberships(organizations_of)
        register_departure(end_memberships)
        merging.register(self.label, MERGING)
