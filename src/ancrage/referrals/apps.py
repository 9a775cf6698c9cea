from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ancrage.core import merging


class ReferralsConfig(AppConfig):
    name = "ancrage.referrals"
    label = "referrals"
    verbose_name = _("Aiguillages")

    def ready(self) -> None:
        from ancrage.referrals.merging import MERGING  # noqa: PLC0415 - as the other contexts do

        merging.register(self.label, MERGING)
