"""What the directory makes people told of, in the words of « Mes avis »."""

from django.utils.translation import gettext_lazy as _

from ancrage.accounts.notices import Notice
from ancrage.directory.permissions import Permission

NOTICES: dict[str, Notice] = {
    "directory.proposal_settled": Notice(
        name=_("Proposition de changement réglée"),
        kinds=("directory.proposal_settled",),
        permissions=(Permission.PROPOSE,),
    ),
}
