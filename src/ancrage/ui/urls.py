from django.urls import path

from ancrage.ui import views

app_name = "ui"
urlpatterns = [
    path("langue/", views.set_language, name="language"),
    path("touches/", views.set_keys, name="keys"),
    path("apparence/", views.set_theme, name="theme"),
    path("reprise/", views.resume, name="resume"),
]
