from django.urls import path

from ancrage.referrals.views import answer, inbox, services

app_name = "referrals"
urlpatterns = [
    path("repondre/<str:token>/", answer.answer, name="answer"),
    path("repondre/<str:token>/code/", answer.ask, name="answer_ask"),
    path("repondre/<str:token>/code/verifier/", answer.prove, name="answer_prove"),
    path("repondre/<str:token>/<slug:slug>/", answer.confirm, name="answer_confirm"),
    path("mes-aiguillages/", inbox.inbox, name="inbox"),
    path("mes-aiguillages/<uuid:pk>/", inbox.received, name="received"),
    path("mes-aiguillages/<uuid:pk>/commence/", inbox.started, name="started"),
    path("mes-aiguillages/<uuid:pk>/repondre/<slug:slug>/", inbox.received_answer, name="received_answer"),
    path("mes-aiguillages/<uuid:pk>/suite/<slug:ending>/", inbox.ended, name="ended"),
    path("mes-services/", services.services, name="services"),
    path("mes-services/<uuid:pk>/attente/", services.waiting, name="waiting"),
    path("mes-services/<uuid:pk>/reprendre/", services.resume, name="resume"),
    path("mes-services/<uuid:pk>/suspendre/", services.pause, name="pause"),
]
