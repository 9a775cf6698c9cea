from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "ancrage.portal"
    label = "portal"
    verbose_name = _("Mon plan")

    def ready(self) -> None:
        from ancrage.core import merging  # noqa: PLC0415 - models are ready only now
        from ancrage.newcomers.awaiting import register_space  # noqa: PLC0415
        from ancrage.portal.merging import MERGING  # noqa: PLC0415
        from ancrage.portal.queries.own import has_open_space  # noqa: PLC0415
        from ancrage.portal.tabs import register_tabs  # noqa: PLC0415

        register_space(has_open_space)
        merging.register(self.label, MERGING)
        register_tabs()
