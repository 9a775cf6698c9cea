import re
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.directory.forms.occupations import LONGEST
from ancrage.directory.queries.occupations import find

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")


@page(permission=None, spaces=True)
def occupations(request: Request) -> HttpResponse:
    """The occupations that answer ``q``, or what is typed in the field ``name``, as choices of that field."""
    asked = request.GET.get("name", "")
    name = asked if _NAME.fullmatch(asked) else "occupation"
    text = request.GET.get("q", request.GET.get(f"{name}_text", ""))[:LONGEST].strip()
    shown = {"name": name, "text": text, "found": find(text), "code": request.GET.get(name, "")}
    return render(request, "directory/occupation_choices.html", shown)
