"""What the directory makes people told of, in the words of « Mes avis »."""

from django.utils.translation import gettext_lazy as _

from ancrage.accounts.notices import Notice
from ancrage.directory.permissions import Permission

NOTICES: dict[str, Notice] = {
    "directory.to_settle": Notice(
        name=_("Répertoire : changement proposé ou erreur signalée"),
        kinds=("directory.proposal_made", "directory.report_received"),
        permissions=(Permission.EDIT_DIRECTORY,),
    ),
    "directory.proposal_settled": Notice(
        name=_("Proposition de changement réglée"),
        kinds=("directory.proposal_settled",),
        permissions=(Permission.PROPOSE,),
    ),
}
