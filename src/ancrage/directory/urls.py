from django.urls import path

from ancrage.directory.views import sources
from ancrage.directory.views.exporting import export
from ancrage.directory.views.kept import favourite, favourites, search_keep, search_let_go
from ancrage.directory.views.links import links
from ancrage.directory.views.occupations import occupations
from ancrage.directory.views.pairs import merge_undo, pair, pair_again, pair_apart, pairs
from ancrage.directory.views.proposals import own_records, proposal, proposals, propose_changes, propose_new
from ancrage.directory.views.public import find, public_organization, public_service, sheet
from ancrage.directory.views.quality import ask_verification, due, quality, verified
from ancrage.directory.views.records import add_organization, add_part, edit_record, record_standing
from ancrage.directory.views.reports import report, report_again, report_error, report_received, reports
from ancrage.directory.views.staff import add_member, end_member, organization, service, services
from ancrage.directory.views.verification import verify, verify_record

app_name = "directory"
urlpatterns = [
    path("occupations/", occupations, name="occupations"),
    path("services/", find, name="find"),
    path("services/imprimer/", sheet, name="sheet"),
    path("services/enregistres/", favourites, name="favourites"),
    path("services/recherches/", search_keep, name="search_keep"),
    path("services/recherches/<uuid:pk>/retirer/", search_let_go, name="search_let_go"),
    path("services/<uuid:pk>/enregistrer/", favourite, name="favourite"),
    path("services/<uuid:pk>/", public_service, name="public_service"),
    path("services/organismes/<uuid:pk>/", public_organization, name="public_organization"),
    path("repertoire/", services, name="services"),
    path("repertoire/exporter/<slug:kind>/", export, name="export"),
    path("repertoire/organismes/<uuid:pk>/", organization, name="organization"),
    path("repertoire/organismes/<uuid:pk>/personnes/", add_member, name="add_member"),
    path("repertoire/organismes/<uuid:pk>/personnes/<uuid:member_id>/fin/", end_member, name="end_member"),
    path("repertoire/sources/", sources.sources, name="sources"),
    path("repertoire/sources/nouvelle/", sources.source_new, name="source_new"),
    path("repertoire/sources/<uuid:pk>/", sources.source, name="source"),
    path("repertoire/sources/<uuid:pk>/changer/", sources.source_edit, name="source_edit"),
    path("repertoire/sources/<uuid:pk>/fichier/", sources.source_file, name="source_file"),
    path("repertoire/sources/lectures/<uuid:pk>/", sources.reading, name="reading"),
    path("repertoire/sources/lectures/<uuid:pk>/avancement/", sources.reading_progress, name="reading_progress"),
    path("repertoire/sources/lectures/<uuid:pk>/colonnes/", sources.reading_columns, name="reading_columns"),
    path("repertoire/sources/lectures/<uuid:pk>/appliquer/", sources.reading_apply, name="reading_apply"),
    path("repertoire/sources/lectures/<uuid:pk>/reprendre/", sources.reading_again, name="reading_again"),
    path("repertoire/sources/lectures/<uuid:pk>/annuler/", sources.reading_undo, name="reading_undo"),
    path("repertoire/sources/lectures/<uuid:pk>/abandonner/", sources.reading_drop, name="reading_drop"),
    path("repertoire/services/<uuid:pk>/", service, name="service"),
    # Kept by agents.
    path("repertoire/organismes/nouveau/", add_organization, name="add_organization"),
    path("repertoire/organismes/<uuid:pk>/<str:kind>/nouveau/", add_part, name="add_part"),
    path("repertoire/tenue/propositions/", proposals, name="proposals"),
    path("repertoire/tenue/propositions/<uuid:pk>/", proposal, name="proposal"),
    path("repertoire/tenue/", quality, name="quality"),
    path("repertoire/tenue/a-verifier/", due, name="due"),
    path("repertoire/organismes/<uuid:pk>/verification/", ask_verification, name="ask_verification"),
    path("repertoire/organismes/<uuid:pk>/verifie/", verified, name="verified"),
    path("repertoire/verifier/<str:token>/", verify, name="verify"),
    path("repertoire/verifier/<str:token>/<str:kind>/<uuid:pk>/", verify_record, name="verify_record"),
    path("repertoire/tenue/signalements/", reports, name="reports"),
    path("repertoire/tenue/signalements/<uuid:pk>/", report, name="report"),
    path("repertoire/tenue/signalements/<uuid:pk>/rouvrir/", report_again, name="report_again"),
    path("repertoire/erreur-signalee/", report_received, name="report_received"),
    path("repertoire/<str:kind>/<uuid:pk>/signaler/", report_error, name="report_error"),
    path("repertoire/tenue/doublons/", pairs, name="pairs"),
    path("repertoire/tenue/doublons/<uuid:pk>/", pair, name="pair"),
    path("repertoire/tenue/doublons/<uuid:pk>/differentes/", pair_apart, name="pair_apart"),
    path("repertoire/tenue/doublons/<uuid:pk>/rapprocher/", pair_again, name="pair_again"),
    path("repertoire/tenue/fusions/<uuid:pk>/annuler/", merge_undo, name="merge_undo"),
    path("repertoire/tenue/liens/", links, name="links"),
    path("repertoire/nos-fiches/", own_records, name="own_records"),
    path("repertoire/nos-fiches/<uuid:pk>/<str:kind>/nouveau/", propose_new, name="propose_new"),
    path("repertoire/<str:kind>/<uuid:pk>/proposer/", propose_changes, name="propose_changes"),
    path("repertoire/<str:kind>/<uuid:pk>/modifier/", edit_record, name="edit_record"),
    path("repertoire/<str:kind>/<uuid:pk>/etat/<str:act>/", record_standing, name="record_standing"),
]
