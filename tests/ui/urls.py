"""A small site for the tests of the interface: its own pages and one form."""

import time
from datetime import date

from django import forms as django_forms
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path

from ancrage.ui import forms, resubmission
from ancrage.ui.forms.gallery import samples
from ancrage.ui.messages import toast, warn

handler400 = "ancrage.ui.views.bad_request"
handler404 = "ancrage.ui.views.not_found"
handler500 = "ancrage.ui.views.server_error"


class NameForm(forms.Form):
    name = django_forms.CharField(label="Nom")
    born = forms.BirthDateField(label="Date de naissance", required=False)


@login_not_required
def form_page(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None)
    if form.is_valid():
        return HttpResponse("saved")
    return render(request, "test_form.html", {"form": form})


SENT: list[str] = []
NAMES = ["Rimouski", "Rivière-du-Loup"]


class DraftForm(forms.Form):
    note = django_forms.CharField(label="Mot", required=False)
    town = forms.ComboboxField(
        label="Lieu",
        options=lambda: [(name, name) for name in NAMES],
        widget=forms.ComboboxWidget(source="/noms/"),
        required=False,
    )


@login_not_required
def draft_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        SENT.append(request.POST["note"])
        time.sleep(0.5)
        return HttpResponse(status=204)
    return render(request, "test_draft.html", {"form": DraftForm()})


@login_not_required
def draft(request: HttpRequest) -> HttpResponse:
    SENT.append(f"brouillon {request.POST['note']}")
    return HttpResponse("Brouillon enregistré à 10 h 42")


@login_not_required
def names(request: HttpRequest) -> JsonResponse:
    return JsonResponse([name for name in NAMES if name.startswith(request.GET["q"])], safe=False)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", samples(date(2021, 3, 31), None))


@login_not_required
def hold(request: HttpRequest) -> HttpResponse:
    return HttpResponse("held" if resubmission.hold(request) else "lost")


@login_not_required
def say(request: HttpRequest) -> HttpResponse:
    toast(request, "L’action est faite.", undo_url="/annuler/")
    warn(request, "Rien n’est parti.")
    return HttpResponse("said")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the connection is lost")


urlpatterns = [
    path("", include("ancrage.ui.urls")),
    path("formulaire/", form_page),
    path("composants/", gallery),
    path("essai/", draft_page),
    path("brouillon/", draft),
    path("noms/", names),
    path("garder/", hold),
    path("dire/", say),
    path("brise/", broken),
    path("absente/", away),
]
