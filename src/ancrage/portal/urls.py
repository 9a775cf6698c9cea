from django.urls import path

from ancrage.portal.views import access, appointments, door, plan

app_name = "portal"

_CASE = "dossiers/<uuid:case_id>/mon-plan/"
_SPACE = "mon-plan/"

urlpatterns = [
    # Staff, from the dossier
    path(_CASE, access.access, name="access"),
    path(f"{_CASE}invitation/retirer/", access.invitation_withdraw, name="invitation_withdraw"),
    path(f"{_CASE}couper/", access.access_close, name="access_close"),
    path(f"{_CASE}retablir/", access.access_reopen, name="access_reopen"),
    # The door
    path(f"{_SPACE}entrer/", door.sign_in, name="sign_in"),
    path(f"{_SPACE}entrer/code/", door.code, name="code"),
    path(f"{_SPACE}activer/<str:key>/", door.activate, name="activate"),
    path(f"{_SPACE}sortir/", door.sign_out, name="sign_out"),
    # The space
    path(_SPACE, plan.plan, name="plan"),
    path(f"{_SPACE}historique/", plan.history, name="history"),
    path(f"{_SPACE}actions/<uuid:action_id>/fait/", plan.action_done, name="action_done"),
    path(f"{_SPACE}actions/<uuid:action_id>/pas-fait/", plan.action_undo, name="action_undo"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/confirmer/", appointments.confirm, name="confirm"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/reprendre/", appointments.take_back, name="answer_take_back"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/deplacer/", appointments.move, name="move"),
]
