"""What is said, as ``application/problem+json`` (RFC 9457), to whoever asked for what cannot be given."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KIND: Final = "application/problem+json"
_TITLES: Final = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("Demande mal faite"),
    HTTPStatus.NOT_FOUND: gettext_lazy("Introuvable"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("Lecture seulement"),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("Trop de demandes"),
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_lazy("Réponse trop longue à préparer"),
}


class Problem(Exception):
    """A request that is not answered, and why; ``parameters`` says what is wrong with each."""

    def __init__(self, status: HTTPStatus, detail: str, *, parameters: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameters = status, detail, parameters or {}


def wrong(parameters: Mapping[str, str]) -> Problem:
    """What is wrong, by parameter."""
    return Problem(HTTPStatus.BAD_REQUEST, " ".join(parameters.values()), parameters=parameters)


def unknown_parameters(names: Sequence[str]) -> Problem:
    said = _("Paramètre inconnu : « %(name)s ».")
    return wrong({name: said % {"name": name} for name in names})


def not_found() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, _("Rien de public ne porte cette adresse."))


def told(problem: Problem, *, path: str) -> HttpResponse:
    document: dict[str, object] = {
        "type": f"{settings.BASE_URL}/api/#erreurs",
        "title": str(_TITLES.get(problem.status, problem.status.phrase)),
        "status": int(problem.status),
        "detail": problem.detail,
        "instance": path,
    }
    if problem.parameters:
        document["parameter"] = next(iter(problem.parameters))
        document["errors"] = [{"parameter": name, "detail": detail} for name, detail in problem.parameters.items()]
    return HttpResponse(orjson.dumps(document), content_type=KIND, status=problem.status)
