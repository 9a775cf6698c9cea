from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "ancrage.portal"
    label = "portal"
    verbose_name = _("Mon plan")

    def ready(self) -> None:
        from ancrage.core import merging  # noqa: PLC0415 - models are ready only now
        from ancrage.messaging.holding import register_check  # noqa: PLC0415
        from ancrage.newcomers.awaiting import Spaces, register_spaces  # noqa: PLC0415
        from ancrage.portal.actions.awaiting import tell_awaits  # noqa: PLC0415
        from ancrage.portal.merging import MERGING  # noqa: PLC0415
        from ancrage.portal.queries.awaiting import telling_holds, wait_for_person  # noqa: PLC0415
        from ancrage.portal.queries.own import has_open_space  # noqa: PLC0415
        from ancrage.portal.tabs import register_tabs  # noqa: PLC0415

        register_spaces(Spaces(is_open=has_open_space, wait=wait_for_person, tell=tell_awaits))
        register_check("portal.spacetelling", telling_holds)
        merging.register(self.label, MERGING)
        register_tabs()
