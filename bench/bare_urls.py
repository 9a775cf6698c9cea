from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from ancrage.directory.models import Publication
from ancrage.newcomers.models import Case

FILLER = "<p>Un texte de page ordinaire, comme il y en a autour de chaque liste.</p>\n" * 190


def rows(request: HttpRequest) -> HttpResponse:
    cases = Case.objects.filter(agent=request.user.pk).select_related("person")[:25]
    return render(request, "bare.html", {"cases": cases, "user": request.user, "filler": FILLER})


def services(_request: HttpRequest) -> HttpResponse:
    """Fifty rows of prepared JSON, joined: what the list of the API sends, and nothing else."""
    rows = Publication.objects.filter(is_public=True).order_by("pk").values_list("brief", flat=True)[:50]
    return HttpResponse(f'{{"contents":[{",".join(rows)}]}}', content_type="application/json")


urlpatterns = [path("bare/", rows), path("bare/services/", services)]
