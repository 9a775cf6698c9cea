"""What the register calls the acts of this context; a change of a plan, as the plan itself does."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.plans.models import ChangeKind

VERBS: dict[str, str | Promise] = {
    **{kind.verb: kind.label for kind in ChangeKind},
    "plans.change.undone": _("Changement du plan annulé"),
    "plans.version.made": _("Version du plan établie"),
    "plans.version.accepted": _("Version du plan acceptée"),
    "plans.version.handed_over": _("Version du plan remise"),
    "plans.version.handover_undone": _("Remise du plan annulée"),
}
