"""Addresses that answer no more."""

from django.http import HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.links import broken_within
from ancrage.directory.queries.upkeep import upkeep_tabs


@page(permission=Permission.EDIT_DIRECTORY)
def links(request: Request) -> HttpResponse:
    context = {"lines": broken_within(request.access), "tabs": upkeep_tabs(request.access)}
    return render(request, "directory/links.html", context)
