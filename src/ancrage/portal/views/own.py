"""What every page of a space begins with."""

from django.http import Http404

from ancrage.newcomers.models import Case
from ancrage.portal.queries.own import own_case, own_space
from ancrage.portal.views.shown import SpaceRequest


def own(request: SpaceRequest, *, shown: bool = True) -> Case:
    """The dossier of whoever is signed in, or 404; entered in the register when the page shows it."""
    space = own_space(request.user)
    case = own_case(space) if space else None
    if case is None:
        raise Http404
    if shown:
        request.consult(case, about=[case.person_id], region=case.region.code)
    return case
