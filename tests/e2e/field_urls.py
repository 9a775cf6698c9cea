"""The site, and a page of one form for the fields that no page of it has yet alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from ancrage.directory.forms.occupations import OccupationField
from ancrage.ui import forms

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class PostForm(forms.Form):
    post = OccupationField(label="Profession", help_text="Écrivez le titre du poste.")


@page(permission=None, writes=True)
def occupation(request: Request) -> HttpResponse:
    form = PostForm(request.POST or None)
    if form.is_valid():
        return HttpResponse(f"Choisie : {form.cleaned_data['post'].code}")
    return render(request, "directory/source_form.html", {"form": form, "title": "Essai"})


urlpatterns = [*urlpatterns, path("essai-profession/", occupation)]
