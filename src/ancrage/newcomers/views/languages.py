from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.core.cldr import language_name
from ancrage.newcomers.actions.languages import (
    LanguageRefused,
    add_level,
    add_service_language,
    end_service_language,
)
from ancrage.newcomers.forms.languages import LevelForm, ServiceLanguageForm
from ancrage.newcomers.forms.statuses import EndForm
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.languages import levels_of, service_languages_of
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.ui.messages import toast


@page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
def languages(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    others = [(one, language_name(one.language)) for one in service_languages_of(case.person)]
    spoken = [language_name(code) for code in case.person.languages]
    context = {"levels": levels_of(case.person), "others": others, "spoken": spoken}
    return show(request, "newcomers/languages.html", case, "plan", **context)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def level_add(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form = LevelForm(request.POST or None, today=today())
    back = reverse("newcomers:languages", args=[case.pk])
    if form.is_valid():
        try:
            add_level(case=case, **form.cleaned_data, by=request.user, at=now())
        except LanguageRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("Le niveau de français est inscrit."))
            return redirect(back)
    return form_page(request, case, "plan", form, title=_("Inscrire un niveau de français"), back=back)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def service_language_add(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form = ServiceLanguageForm(request.POST or None, today=today())
    back = reverse("newcomers:languages", args=[case.pk])
    if form.is_valid():
        try:
            add_service_language(case=case, **form.cleaned_data, by=request.user, at=now())
        except LanguageRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La langue de service est inscrite."))
            return redirect(back)
    lead = _("Le français est toujours offert. Une autre langue s’y ajoute pour un motif prévu par la loi.")
    return form_page(request, case, "plan", form, title=_("Servir aussi dans une autre langue"), back=back, lead=lead)


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def service_language_end(request: Request, case_id: UUID, language_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    language = get_object_or_404(case.person.service_languages, pk=language_id)
    form = EndForm(request.POST or None, today=today())
    back = reverse("newcomers:languages", args=[case.pk])
    if form.is_valid():
        try:
            end_service_language(case=case, service_language=language, **form.cleaned_data, by=request.user, at=now())
        except LanguageRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La fin de cette langue de service est inscrite."))
            return redirect(back)
    title = _("Ne plus servir en %(language)s") % {"language": language_name(language.language)}
    return form_page(request, case, "plan", form, title=title, back=back)
