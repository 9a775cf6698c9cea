from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewcomersConfig(AppConfig):
    name = "ancrage.newcomers"
    label = "newcomers"
    verbose_name = _("Personnes immigrantes")

    def ready(self) -> None:
        from ancrage.accounts.actions.users import register_departure  # noqa: PLC0415 - models are ready only now
        from ancrage.accounts.departures import register_consequences  # noqa: PLC0415
        from ancrage.core import merging  # noqa: PLC0415
        from ancrage.files.actions.scanning import register_infection  # noqa: PLC0415
        from ancrage.messaging.holding import register_check  # noqa: PLC0415
        from ancrage.newcomers.actions.departures import give_dossiers_back  # noqa: PLC0415
        from ancrage.newcomers.actions.documents import tell_infected  # noqa: PLC0415
        from ancrage.newcomers.merging import MERGING  # noqa: PLC0415
        from ancrage.newcomers.queries.departures import left_behind  # noqa: PLC0415
        from ancrage.newcomers.queries.reminders import reminder_holds  # noqa: PLC0415
        from ancrage.newcomers.queries.staff import told_of_referral  # noqa: PLC0415
        from ancrage.referrals.followers import register_followers  # noqa: PLC0415

        register_check("newcomers.appointmentreminder", reminder_holds)
        register_infection(tell_infected)
        register_departure(give_dossiers_back)
        register_consequences(left_behind)
        register_followers(told_of_referral)
        merging.register(self.label, MERGING)
