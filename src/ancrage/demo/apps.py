from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "ancrage.demo"
    label = "demo"
    verbose_name = _("Démonstration")

    def ready(self) -> None:
        from ancrage.demo import checks  # noqa: F401, PLC0415 - registers itself, once models are ready
