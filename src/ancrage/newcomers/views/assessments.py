from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.newcomers.actions.assessments import AssessmentRefused, complete_assessment, save_page, start_assessment
from ancrage.newcomers.forms.assessments import PageForm, StartForm
from ancrage.newcomers.models import Case, NeedsAssessment
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries import assessment_pages as pages
from ancrage.newcomers.queries import assessments as queries
from ancrage.newcomers.queries.assessments import reader_language as language
from ancrage.newcomers.views.dossier import dossier, form_page, show
from ancrage.questionnaires.actions.answering import AnswersChanged, AnswersRefused
from ancrage.questionnaires.content import Section, Topic, parse
from ancrage.ui.formats import hour
from ancrage.ui.messages import toast, warn

TAB = "assessments"
CONSULTED = "newcomers.case.consulted"


@page(permission=Permission.READ_CASE, consults=CONSULTED)
def assessments(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    rows = list(queries.assessments_of(case))
    finished = [row for row in rows if row.completed_at]
    pair = pages.chosen_pair(finished, request.GET.get("avant", ""), request.GET.get("apres", ""))
    changes = queries.changes(*pair, case) if pair else []
    draft = next((row for row in rows if not row.completed_at), None)
    resume = pages.resume_page(draft) if draft else ""
    context = {"finished": finished, "draft": draft, "resume": resume, "pair": pair, "changes": changes}
    return show(request, "newcomers/assessments.html", case, TAB, **context)


@page(permission=Permission.READ_CASE, consults=CONSULTED)
def assessment(request: Request, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    case = dossier(request, case_id)
    found = get_object_or_404(queries.assessments_of(case).exclude(completed_at=None), pk=assessment_id)
    lines = queries.domain_lines(found, case)
    return show(request, "newcomers/assessment.html", case, TAB, assessment=found, lines=lines)


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def assessment_start(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    initial = {"interpreter_language": case.person.interpreter_language}
    form = StartForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            begun = start_assessment(case=case, **form.cleaned_data, by=request.user, at=now())
        except AssessmentRefused as refusal:
            form.refuse(refusal)
        else:
            return redirect(pages.first_page(begun))
    title, lead = (
        _("Évaluer les besoins"),
        _("Les réponses de la dernière évaluation sont reprises : il reste à les revoir."),
    )
    back = pages.tab_of(case)
    lead = lead if case.assessments.exists() else ""
    return form_page(request, case, TAB, form, title=title, lead=lead, back=back, submit=_("Commencer"))


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def assessment_page(request: Request, case_id: UUID, assessment_id: UUID, section: str) -> HttpResponse:
    case, draft = _draft(request, case_id, assessment_id)
    form, found = _form(request, case, draft, section)
    conflict: list[pages.Difference] = []
    if form.is_valid():
        try:
            _save(request, case, draft, form, section)
        except AnswersChanged as refusal:
            draft.answers.refresh_from_db()
            conflict = pages.differences(form.asked, draft.answers.answers, form.answers)
            form.accept_revision(refusal.revision)
            form.refuse(refusal)
        except (AnswersRefused, AssessmentRefused) as refusal:
            form.refuse(refusal)
        else:
            return redirect(pages.tab_of(case) if "fermer" in request.POST else pages.after(draft, section))
    context = {"draft": draft, "form": form, "steps": pages.steps(draft, section), "saved": _saved(draft)}
    context |= {"section_code": section, "conflict": conflict}
    context |= {"section_title": found.title.within(language()), "section_hint": found.hint.within(language())}
    return show(request, "newcomers/assessment_page.html", case, TAB, **context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def assessment_draft(request: Request, case_id: UUID, assessment_id: UUID, section: str) -> HttpResponse:
    """The draft, kept while one writes: the answer is shown beside the buttons."""
    case, draft = _draft(request, case_id, assessment_id)
    form, _section = _form(request, case, draft, section)
    if not form.is_valid():
        return HttpResponse(_("Brouillon non enregistré : une réponse est à corriger."))
    try:
        draft.answers = _save(request, case, draft, form, section)
    except Refused as refusal:
        return HttpResponse(_("%(refusal)s Enregistrez pour comparer.") % {"refusal": refusal})
    return HttpResponse(_saved(draft))


@page(permission=Permission.WRITE_CASE, writes=True, consults=CONSULTED)
def assessment_summary(request: Request, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    case, draft = _draft(request, case_id, assessment_id)
    if request.method == "POST":
        try:
            outcome = complete_assessment(case=case, assessment=draft, by=request.user, at=now())
        except (AssessmentRefused, AnswersRefused) as refusal:
            warn(request, str(refusal))
            return redirect(request.path)
        toast(request, pages.outcome_words(outcome.added, outcome.changed, outcome.met))
        return redirect("newcomers:case", case.pk)
    hidden = queries.hidden_topics(draft, case, request.user)
    content = parse(draft.answers.version.content)
    lines = queries.draft_lines(content, draft.answers.answers, hidden)
    context: dict[str, Any] = {"draft": draft, "lines": lines, "steps": pages.steps(draft, pages.SUMMARY)}
    context["missing"] = pages.missing(content, draft.answers.answers, hidden)
    return show(request, "newcomers/assessment_summary.html", case, TAB, saved=_saved(draft), **context)


def _draft(request: Request, case_id: UUID, assessment_id: UUID) -> tuple[Case, NeedsAssessment]:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    return case, get_object_or_404(queries.assessments_of(case).filter(completed_at=None), pk=assessment_id)


def _form(request: Request, case: Case, draft: NeedsAssessment, code: str) -> tuple[PageForm, Section]:
    section = pages.section_of(draft, code)
    if section is None:
        raise Http404
    hidden = queries.hidden_topics(draft, case, request.user)
    topics: list[Topic] = [topic for topic in section.topics if topic.code not in hidden]
    shown = {key: value for key, value in draft.answers.answers.items() if any(topic.owns(key) for topic in topics)}
    return PageForm(request.POST or None, topics=topics, answers=shown, revision=draft.answers.revision), section


def _save(request: Request, case: Case, draft: NeedsAssessment, form: PageForm, section: str) -> Any:  # noqa: ANN401
    return save_page(
        case=case,
        assessment=draft,
        section=section,
        topics=form.written_topics,
        answers=form.answers,
        expected_revision=form.cleaned_data["revision"],
        writer=form.cleaned_data["writer"],
        by=request.user,
        at=now(),
    )


def _saved(draft: NeedsAssessment) -> str:
    """« Brouillon enregistré à 10 h 42 », once something was."""
    if draft.answers.revision == 0:
        return ""
    return _("Brouillon enregistré à %(hour)s") % {"hour": hour(draft.answers.saved_at)}
