"""What a person does in their space that whoever follows them is told of."""

from django.utils.translation import gettext_lazy as _

from ancrage.accounts.notices import Notice
from ancrage.newcomers.permissions import Permission

NOTICES: dict[str, Notice] = {
    "portal.told": Notice(
        name=_("Geste d’une personne accompagnée dans son espace"),
        kinds=("portal.told",),
        permissions=(Permission.WRITE_CASE,),
    ),
}
