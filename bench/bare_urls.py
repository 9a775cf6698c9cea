from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from ancrage.newcomers.models import Case

FILLER = "<p>Un texte de page ordinaire, comme il y en a autour de chaque liste.</p>\n" * 190


def rows(request: HttpRequest) -> HttpResponse:
    cases = Case.objects.filter(agent=request.user.pk).select_related("person")[:25]
    return render(request, "bare.html", {"cases": cases, "user": request.user, "filler": FILLER})


urlpatterns = [path("bare/", rows)]
