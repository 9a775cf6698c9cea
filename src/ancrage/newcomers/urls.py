from django.urls import path

from ancrage.newcomers.views import closing, follow_ups, history, notes, tasks

app_name = "newcomers"

_CASE = "dossiers/<uuid:case_id>/"

urlpatterns = [
    # Life of the dossier
    path(f"{_CASE}fermer/", closing.case_close, name="case_close"),
    path(f"{_CASE}rouvrir/", closing.case_reopen, name="case_reopen"),
    path(f"{_CASE}transferer/", closing.case_transfer, name="case_transfer"),
    path(f"{_CASE}historique/", history.history, name="history"),
    # Notes
    path(f"{_CASE}notes/", notes.notes, name="notes"),
    path(f"{_CASE}notes/nouvelle/", notes.note_add, name="note_add"),
    path(f"{_CASE}notes/<uuid:note_id>/annuler/", notes.note_strike, name="note_strike"),
    path(f"{_CASE}notes/<uuid:note_id>/retablir/", notes.note_restore, name="note_restore"),
    # Follow-ups and tasks
    path(f"{_CASE}suivis/", follow_ups.follow_ups, name="follow_ups"),
    path(f"{_CASE}suivis/<uuid:follow_up_id>/", follow_ups.follow_up, name="follow_up"),
    path(f"{_CASE}suivis/<uuid:follow_up_id>/annuler/", follow_ups.follow_up_undo, name="follow_up_undo"),
    path(f"{_CASE}taches/nouvelle/", tasks.task_add, name="task_add"),
    path(f"{_CASE}taches/<uuid:task_id>/fait/", tasks.task_complete, name="task_complete"),
    path(f"{_CASE}taches/<uuid:task_id>/a-faire/", tasks.task_reopen, name="task_reopen"),
    path(f"{_CASE}taches/<uuid:task_id>/reporter/", tasks.task_postpone, name="task_postpone"),
]
