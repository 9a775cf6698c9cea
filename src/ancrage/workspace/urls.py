from django.urls import path

from ancrage.workspace.views import (
    agenda,
    day,
    delays,
    gallery,
    guide,
    home,
    hours,
    messages,
    places,
    reference,
    register,
    search,
    structure,
)

app_name = "workspace"

AGENDA = [
    path("mon-agenda/", agenda.agenda, name="agenda"),
    path("mon-agenda/absences/nouvelle/", agenda.absence_add, name="absence_add"),
    path("mon-agenda/absences/<uuid:pk>/retirer/", agenda.absence_remove, name="absence_remove"),
    path("mon-agenda/absences/remettre/<str:start>/<str:end>/", agenda.absence_again, name="absence_again"),
    path("mon-agenda/adresse/", agenda.address, name="agenda_address"),
    path("mon-agenda/adresse/revoquer/", agenda.address_revoke, name="agenda_address_revoke"),
]

STRUCTURE = [
    path("structure/personnel/", hours.workers, name="workers"),
    path("structure/personnel/<uuid:pk>/", hours.worker, name="worker_hours"),
    path("structure/personnel/<uuid:pk>/ajouter/", hours.worker_add, name="worker_hours_add"),
    path("structure/points/<uuid:pk>/heures/", hours.point_add, name="point_hours_add"),
    path("structure/points/<uuid:pk>/salles/", hours.room_add, name="room_add"),
    path("structure/heures/<slug:what>/<uuid:pk>/fin/", hours.end, name="hours_end"),
    path("structure/", structure.index, name="structure"),
    path("structure/municipalites/", places.index, name="places"),
    path("structure/municipalites/ajouter/", places.add, name="add_place"),
    path("structure/municipalites/<uuid:pk>/", places.change, name="change_place"),
    path("structure/directions/<uuid:pk>/regions/", structure.add_region, name="add_region"),
    path("structure/points/<uuid:pk>/territoire/", structure.add_area, name="add_area"),
    path("structure/<slug:kind>/ajouter/", structure.add, name="add_unit"),
    path("structure/<slug:kind>/<uuid:pk>/", structure.detail, name="unit"),
    path("structure/<slug:kind>/<uuid:pk>/modifier/", structure.change, name="change_unit"),
    path("structure/<slug:kind>/<uuid:pk>/fin/", structure.end, name="end_unit"),
]

REFERENCE = [
    path("listes/", reference.index, name="reference"),
    path("listes/<slug:slug>/", reference.entries, name="entries"),
    path("listes/<slug:slug>/ajouter/", reference.add, name="add_entry"),
    path("listes/<slug:slug>/<uuid:pk>/", reference.change, name="change_entry"),
    path("listes/<slug:slug>/<uuid:pk>/offert/", reference.offer, name="offer"),
]

DELAYS = [
    path("delais/", delays.delays, name="delays"),
    path("delais/<slug:sort>/", delays.delay_change, name="delay_change"),
    path("delais/<slug:sort>/<uuid:pk>/retirer/", delays.delay_withdraw, name="delay_withdraw"),
]

HELP = [
    path("aide/", guide.pages, name="help"),
    path("aide/premier-jour/", guide.first_day, name="first_day"),
    path("aide/premier-jour/laisser/", guide.set_aside, name="guide_aside"),
    path("aide/premier-jour/<slug:code>/", guide.step, name="guide_step"),
    path("aide/glossaire/", guide.glossary, name="glossary"),
    path("aide/raccourcis/", guide.shortcuts, name="shortcuts"),
    path("accessibilite/", guide.accessibility, name="accessibility"),
    path("confidentialite/", guide.privacy, name="privacy"),
]

urlpatterns = [
    *AGENDA,
    *STRUCTURE,
    *REFERENCE,
    *DELAYS,
    *HELP,
    path("", home.home, name="home"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<uuid:message_id>/renvoyer/", messages.message_again, name="message_again"),
    path("registre/", register.register, name="register"),
    path("ma-journee/", day.day, name="day"),
    path("recherche/", search.search, name="search"),
    path("composants/", gallery.components, name="components"),
]
