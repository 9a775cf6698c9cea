"""Mon plan: what the person sees of their own dossier."""

from django.http import HttpResponse

from ancrage.portal.views.own import own
from ancrage.portal.views.shown import SpaceRequest, answer, own_page


@own_page()
def plan(request: SpaceRequest) -> HttpResponse:
    return answer(request, "portal/plan.html", case=own(request))
