from django.urls import path

from ancrage.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.door, name="door"),
    path("demo/entrer/", views.enter, name="enter"),
    path("demo/courriels/", views.outbox, name="outbox"),
    path("demo/courriels/<uuid:message_id>/", views.message, name="message"),
]
