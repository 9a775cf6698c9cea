from django.urls import path

from ancrage.newcomers.views import (
    closing,
    consents,
    consultations,
    follow_ups,
    history,
    household,
    languages,
    notes,
    person,
    plan,
    plan_forms,
    plan_versions,
    referral,
    referrals,
    restricted,
    sent_referrals,
    statuses,
    tasks,
)

app_name = "newcomers"

_CASE = "dossiers/<uuid:case_id>/"

urlpatterns = [
    # The plan: the page of the dossier
    path(_CASE, plan.case, name="case"),
    path(f"{_CASE}plan/besoins/nouveau/", plan_forms.need_add, name="need_add"),
    path(f"{_CASE}plan/besoins/<uuid:need_id>/", plan_forms.need_edit, name="need_edit"),
    path(f"{_CASE}plan/besoins/<uuid:need_id>/objectif/", plan_forms.goal_add, name="goal_add"),
    path(f"{_CASE}plan/objectifs/<uuid:goal_id>/", plan_forms.goal_edit, name="goal_edit"),
    path(f"{_CASE}plan/objectifs/<uuid:goal_id>/atteint/", plan.goal_mark, name="goal_mark"),
    path(f"{_CASE}plan/objectifs/<uuid:goal_id>/action/", plan_forms.action_add, name="action_add"),
    path(f"{_CASE}plan/actions/<uuid:action_id>/", plan_forms.action_edit, name="action_edit"),
    path(f"{_CASE}plan/actions/<uuid:action_id>/etat/", plan.action_mark, name="action_mark"),
    path(f"{_CASE}plan/actions/<uuid:action_id>/reporter/", plan_forms.action_postpone, name="action_postpone"),
    path(f"{_CASE}plan/changements/<uuid:change_id>/annuler/", plan.plan_undo, name="plan_undo"),
    path(f"{_CASE}plan/versions/", plan_versions.plan_versions, name="plan_versions"),
    path(f"{_CASE}plan/versions/nouvelle/", plan_versions.plan_version_make, name="plan_version_make"),
    path(f"{_CASE}plan/versions/<int:number>/", plan_versions.plan_version, name="plan_version"),
    path(f"{_CASE}plan/versions/<int:number>/accepter/", plan_versions.plan_version_accept, name="plan_version_accept"),
    path(f"{_CASE}plan/versions/<int:number>/pdf/", plan_versions.plan_pdf, name="plan_pdf"),
    # Life of the dossier
    path(f"{_CASE}fermer/", closing.case_close, name="case_close"),
    path(f"{_CASE}rouvrir/", closing.case_reopen, name="case_reopen"),
    path(f"{_CASE}transferer/", closing.case_transfer, name="case_transfer"),
    path(f"{_CASE}historique/", history.history, name="history"),
    # The person
    path(f"{_CASE}personne/", person.person_edit, name="person_edit"),
    path(f"{_CASE}statuts/", statuses.statuses, name="statuses"),
    path(f"{_CASE}statuts/nouveau/", statuses.status_add, name="status_add"),
    path(f"{_CASE}statuts/<uuid:status_id>/terminer/", statuses.status_end, name="status_end"),
    path(f"{_CASE}langues/", languages.languages, name="languages"),
    path(f"{_CASE}langues/niveau/", languages.level_add, name="level_add"),
    path(f"{_CASE}langues/service/", languages.service_language_add, name="service_language_add"),
    path(
        f"{_CASE}langues/service/<uuid:language_id>/terminer/",
        languages.service_language_end,
        name="service_language_end",
    ),
    path(f"{_CASE}menage/", household.household, name="household"),
    path(f"{_CASE}menage/ajouter/", household.member_add, name="member_add"),
    path(f"{_CASE}menage/<uuid:member_id>/", household.member_edit, name="member_edit"),
    path(f"{_CASE}menage/<uuid:member_id>/depart/", household.member_leave, name="member_leave"),
    # Consent
    path("avis-de-collecte/<int:number>/", consents.notice, name="notice"),
    path(f"{_CASE}consentements/", consents.consents, name="consents"),
    path(f"{_CASE}consentements/nouveau/", consents.consent_add, name="consent_add"),
    path(f"{_CASE}consentements/<uuid:consent_id>/retirer/", consents.consent_withdraw, name="consent_withdraw"),
    # Who sees the dossier, who saw it
    path("acces-exceptionnel/", restricted.exceptional_access, name="exceptional_access"),
    path(f"{_CASE}acces/", restricted.circle, name="circle"),
    path(f"{_CASE}acces/restreindre/", restricted.circle_restrict, name="circle_restrict"),
    path(f"{_CASE}acces/retablir/", restricted.circle_unrestrict, name="circle_unrestrict"),
    path(f"{_CASE}acces/nommer/", restricted.circle_name, name="circle_name"),
    path(f"{_CASE}acces/<uuid:member_id>/retirer/", restricted.circle_unname, name="circle_unname"),
    path(f"{_CASE}lien/", restricted.tie_declare, name="tie_declare"),
    path(f"{_CASE}consultations/", consultations.consultations, name="consultations"),
    path(f"{_CASE}modifications/", consultations.person_history, name="person_history"),
    # Referrals
    path("aiguillages/", sent_referrals.sent_referrals, name="sent_referrals"),
    path(f"{_CASE}aiguiller/", referrals.referral_add, name="referral_add"),
    path(
        f"{_CASE}aiguiller/<uuid:need_id>/<uuid:service_id>/", referrals.referral_package, name="referral_package"
    ),
    path(f"{_CASE}aiguillages/", referrals.referrals, name="referrals"),
    path(f"{_CASE}aiguillages/<uuid:referral_id>/", referral.referral, name="referral"),
    path(f"{_CASE}aiguillages/<uuid:referral_id>/lu/", referral.referral_read, name="referral_read"),
    path(f"{_CASE}aiguillages/<uuid:referral_id>/preciser/", referral.referral_reply, name="referral_reply"),
    path(f"{_CASE}aiguillages/<uuid:referral_id>/renvoyer/", referral.referral_resend, name="referral_resend"),
    path(f"{_CASE}aiguillages/<uuid:referral_id>/retirer/", referral.referral_withdraw, name="referral_withdraw"),
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
