from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now, today
from ancrage.newcomers.actions.person import PersonChanged, PersonRefused, edit_person
from ancrage.newcomers.forms.person import PersonForm, merged
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.revisions import meanwhile
from ancrage.newcomers.views.dossier import dossier, show
from ancrage.ui.messages import toast


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.case.consulted")
def person_edit(request: Request, case_id: UUID) -> HttpResponse:
    case = dossier(request, case_id, Permission.WRITE_CASE)
    form, changes = PersonForm(request.POST or None, person=case.person, today=today()), None
    if form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            edit_person(case=case, values=form.values, seen=seen, by=request.user, at=now())
        except PersonChanged as refusal:
            changes = meanwhile(refusal.current, seen=seen, mine=form.values)
            data = merged(request.POST, refusal.current, changes)
            form = PersonForm(data, person=refusal.current, today=today(), meanwhile=changes)
        except PersonRefused as refusal:
            form.refuse(refusal)
        else:
            toast(request, _("La fiche de la personne est à jour."))
            return redirect("newcomers:case", case.pk)
    return show(request, "newcomers/person_form.html", case, "plan", form=form, changes=changes)
