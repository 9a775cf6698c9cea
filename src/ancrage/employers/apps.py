from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployersConfig(AppConfig):
    name = "ancrage.employers"
    label = "employers"
    verbose_name = _("Employeurs")

    def ready(self) -> None:
        from ancrage.accounts.actions.users import register_departure  # noqa: PLC0415 - models are ready only now
        from ancrage.core import merging  # noqa: PLC0415
        from ancrage.employers.actions.files import give_employers_back  # noqa: PLC0415
        from ancrage.employers.merging import MERGING  # noqa: PLC0415

        register_departure(give_employers_back)
        merging.register(self.label, MERGING)
