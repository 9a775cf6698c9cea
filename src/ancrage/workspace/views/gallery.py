from django.http import HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import today
from ancrage.ui.forms.gallery import samples


@page(permission=None)
def components(request: Request) -> HttpResponse:
    """Every component of the interface in its states, for whoever builds a page."""
    return render(request, "ui/gallery.html", samples(today(), request.GET or None))
