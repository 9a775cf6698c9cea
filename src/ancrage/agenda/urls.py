from django.urls import path

from ancrage.agenda import views

app_name = "agenda"
urlpatterns = [path("agenda/<str:token>.ics", views.feed, name="feed")]
