from django.http import HttpResponse
from django.shortcuts import redirect, render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.directory.permissions import Permission as Directory
from ancrage.workspace.queries.search import MOST, SHORTEST, find


@page(permission=Directory.READ_DIRECTORY, consults="workspace.search.consulted")
def search(request: Request) -> HttpResponse:
    """Search from anywhere. The number of a dossier leads straight to it, which then notes the reading."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:254]
    results = find(typed, request.access)
    if len(results.cases) == 1 and results.cases[0].reference == typed.upper():
        return redirect("newcomers:case", results.cases[0].pk)
    request.consult(request.user if results.cases else None, about=results.about)
    context = {"typed": typed, "results": results, "most": MOST, "is_too_short": len(typed) < SHORTEST}
    return render(request, "workspace/search.html", context)
