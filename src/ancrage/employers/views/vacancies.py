from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.paging import page_of
from ancrage.employers.actions import vacancies as actions
from ancrage.employers.forms.vacancies import ReturnForm, VacancyForm
from ancrage.employers.models import Employer, Vacancy, VacancyState
from ancrage.employers.permissions import Permission
from ancrage.employers.queries.header import employer_header
from ancrage.employers.queries.vacancies import EXPIRED, vacancies_of, within
from ancrage.ui.messages import toast, warn

_ROWS = 25
_STATES = {"": gettext_lazy("Tous"), **dict(VacancyState.choices), EXPIRED: gettext_lazy("Expiré")}


@page(permission=Permission.READ_EMPLOYER)
def region_vacancies(request: Request) -> HttpResponse:
    """Those of every employer within reach; opened bare, those that wait to be validated."""
    day, state = local_day(now()), request.GET.get("etat", VacancyState.SUBMITTED)
    state = state if state in _STATES else VacancyState.SUBMITTED
    shown = page_of(within(request.access, state, day), "made_at", request.GET, size=_ROWS)
    context = {"page": shown, "state": state, "states": _STATES}
    return render(request, "employers/region_vacancies.html", context)


@page(permission=Permission.READ_EMPLOYER)
def vacancies(request: Request, pk: UUID) -> HttpResponse:
    employer = _employer(request, pk)
    shown = page_of(vacancies_of(employer, local_day(now())), "made_at", request.GET, size=_ROWS)
    return render(request, "employers/vacancies.html", _around(request, employer) | {"page": shown})


@page(permission=Permission.READ_EMPLOYER)
def vacancy(request: Request, pk: UUID, vacancy_id: UUID) -> HttpResponse:
    employer, found = _vacancy(request, pk, vacancy_id, Permission.READ_EMPLOYER)
    context = {"vacancy": found, "form": ReturnForm()}
    return render(request, "employers/vacancy.html", _around(request, employer) | context)


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def vacancy_add(request: Request, pk: UUID) -> HttpResponse:
    employer = _employer(request, pk, Permission.WRITE_EMPLOYER)
    return _form(request, employer, Vacancy(employer=employer), _("Ajouter un poste"))


@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def vacancy_change(request: Request, pk: UUID, vacancy_id: UUID) -> HttpResponse:
    employer, found = _vacancy(request, pk, vacancy_id)
    return _form(request, employer, found, _("Modifier le poste"))


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def vacancy_publish(request: Request, pk: UUID, vacancy_id: UUID) -> HttpResponse:
    return _done(request, pk, vacancy_id, actions.publish, _("Le poste est publié pour 90 jours."))


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def vacancy_close(request: Request, pk: UUID, vacancy_id: UUID) -> HttpResponse:
    return _done(request, pk, vacancy_id, actions.close, _("Le poste est fermé."))


@require_POST
@page(permission=Permission.WRITE_EMPLOYER, writes=True)
def vacancy_send_back(request: Request, pk: UUID, vacancy_id: UUID) -> HttpResponse:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        warn(request, _("Dites ce qu’il faut corriger."))
        return redirect("employers:vacancy", pk, vacancy_id)
    return _done(request, pk, vacancy_id, actions.send_back, _("Le poste est renvoyé à corriger."), **form.cleaned_data)


def _form(request: Request, employer: Employer, found: Vacancy, title: str) -> HttpResponse:
    form = VacancyForm(request.POST or None, instance=found, employer=employer)
    if form.is_valid():
        try:
            kept = actions.write_vacancy(vacancy=form.instance, values=form.cleaned_data, by=request.user, at=now())
        except actions.VacancyRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le poste est enregistré."))
            return redirect("employers:vacancy", employer.pk, kept.pk)
    return render(request, "employers/form.html", _around(request, employer) | {"form": form, "title": title})


def _done(
    request: Request, pk: UUID, vacancy_id: UUID, act: Callable[..., None], said: str, **more: str
) -> HttpResponse:
    _body, found = _vacancy(request, pk, vacancy_id)
    try:
        act(vacancy=found, by=request.user, at=now(), **more)
    except actions.VacancyRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, said)
    return redirect("employers:vacancy", pk, vacancy_id)


def _around(request: Request, employer: Employer) -> dict[str, object]:
    return {"employer": employer, "header": employer_header(employer, request.access), "tab": "vacancies"}


def _employer(request: Request, pk: UUID, permission: Permission = Permission.READ_EMPLOYER) -> Employer:
    return get_object_or_404(Employer.objects.for_page(request.access, permission), pk=pk)


def _vacancy(
    request: Request, pk: UUID, vacancy_id: UUID, permission: Permission = Permission.WRITE_EMPLOYER
) -> tuple[Employer, Vacancy]:
    employer = _employer(request, pk, permission)
    return employer, get_object_or_404(vacancies_of(employer, local_day(now())), pk=vacancy_id)
