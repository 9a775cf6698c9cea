from django.urls import path

from ancrage.portal.views import access, appointments, asked, data, documents, door, keys, moments, plan, satisfaction

app_name = "portal"

_CASE = "dossiers/<uuid:case_id>/mon-plan/"
_SPACE = "mon-plan/"

urlpatterns = [
    # Staff, from the dossier
    path(_CASE, access.access, name="access"),
    path(f"{_CASE}invitation/retirer/", access.invitation_withdraw, name="invitation_withdraw"),
    path(f"{_CASE}couper/", access.access_close, name="access_close"),
    path(f"{_CASE}retablir/", access.access_reopen, name="access_reopen"),
    path("equipe/satisfaction/", satisfaction.satisfaction, name="satisfaction"),
    # The door
    path(f"{_SPACE}entrer/", door.sign_in, name="sign_in"),
    path(f"{_SPACE}entrer/code/", door.code, name="code"),
    path(f"{_SPACE}entrer/appareil/", door.key, name="key"),
    path(f"{_SPACE}activer/<str:key>/", door.activate, name="activate"),
    path(f"{_SPACE}sortir/", door.sign_out, name="sign_out"),
    # The space
    path(_SPACE, plan.plan, name="plan"),
    path(f"{_SPACE}reprendre/", plan.resume, name="resume"),
    path(f"{_SPACE}historique/", plan.history, name="history"),
    path(f"{_SPACE}actions/<uuid:action_id>/fait/", plan.action_done, name="action_done"),
    path(f"{_SPACE}actions/<uuid:action_id>/pas-fait/", plan.action_undo, name="action_undo"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/confirmer/", appointments.confirm, name="confirm"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/reprendre/", appointments.take_back, name="answer_take_back"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/deplacer/", appointments.move, name="move"),
    path(f"{_SPACE}moments/", moments.choose, name="choose"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/autre-moment/", moments.choose_instead, name="choose_instead"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/annuler/", moments.cancel, name="cancel"),
    path(f"{_SPACE}rendez-vous/<uuid:tie_id>/remettre/", moments.cancel_undo, name="cancel_undo"),
    path(f"{_SPACE}avis/", satisfaction.opinion, name="opinion"),
    path(f"{_SPACE}rendez-vous.ics", data.calendar, name="calendar"),
    path(f"{_SPACE}plan.pdf", documents.plan_file, name="plan_file"),
    path(f"{_SPACE}documents/", documents.documents, name="documents"),
    path(f"{_SPACE}documents/demandes/<uuid:asked_id>/", asked.give, name="asked_give"),
    path(f"{_SPACE}documents/demandes/<uuid:asked_id>/pas-en-main/", asked.not_held, name="asked_not_held"),
    path(f"{_SPACE}documents/demandes/<uuid:asked_id>/changer/", asked.take_back, name="asked_take_back"),
    path(f"{_SPACE}documents/<uuid:document_id>/", documents.document, name="document"),
    path(f"{_SPACE}documents/<uuid:document_id>/retirer/", documents.document_take_away, name="document_take_away"),
    path(f"{_SPACE}documents/<uuid:document_id>/remettre/", documents.document_put_back, name="document_put_back"),
    path(f"{_SPACE}renseignements/", data.data, name="data"),
    path(f"{_SPACE}renseignements/telecharger/", data.download, name="download"),
    path(f"{_SPACE}appareils/", keys.devices, name="devices"),
    path(f"{_SPACE}appareils/ajouter/", keys.device_add, name="device_add"),
    path(f"{_SPACE}appareils/<int:key_id>/retirer/", keys.device_remove, name="device_remove"),
    path(f"{_SPACE}consentements/<uuid:consent_id>/retirer/", data.consent_withdraw, name="consent_withdraw"),
]
