"""Mon plan, from the agent's invitation to the person's phone, in Arabic."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from ancrage.core import now, today
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.models import Case, CaseAppointment
from ancrage.plans.models import PlanAction
from ancrage.portal.actions.invitations import close_space
from ancrage.portal.jobs import send_sign_in_code
from tests.e2e.checks import assert_accessible, assert_sound
from tests.e2e.steps import follow, has_device, press, see
from tests.e2e.town import Town, followed_case
from tests.factories.agenda import AppointmentFactory, span, works
from tests.factories.files import PDF
from tests.factories.newcomers import CaseAppointmentFactory, MomentOfferFactory
from tests.factories.portal import SECRET, SpaceFactory

EMAIL = "mariana@exemple.ca"
PHRASE = "بيت صغير أزرق"


@pytest.fixture(autouse=True)
def _cache_table(_rows_of_migrations: None) -> None:
    call_command("createcachetable")


def sent(pattern: str, email: str = EMAIL) -> str:
    """What the last message holds; the code leaves by the queue."""
    for job in ProcrastinateJob.objects.filter(task_name=send_sign_in_code.name, status="todo"):
        send_sign_in_code(**job.args)
    body = OutgoingMessage.objects.filter(to=email).order_by("-created_at", "-pk")[0].body
    found = re.search(pattern, body)
    assert found, body
    return found[1]


def coming(case, worker) -> CaseAppointment:
    start = now() + timedelta(days=2)
    during = span(start, start + timedelta(minutes=30))
    row = AppointmentFactory.create(worker=worker, service_point=case.service_point, during=during)
    return CaseAppointmentFactory.create(case=case, appointment=row)


def invited(page: Page, case: Case) -> str:
    """The code that the agent tells."""
    page.goto(f"/dossiers/{case.pk}/")
    page.locator("summary", has_text="Autres actions").click()
    follow(page, "Mon plan en ligne")
    assert_sound(page)
    expect(page.get_by_label("arabe")).to_be_checked()
    press(page, "Faire l’invitation")
    see(page, "L’invitation est faite")
    assert_sound(page)
    return re.search(r"Code\s*:\s*(\d{6})", page.inner_text("main"))[1]


def test_from_the_invitation_to_the_plan_in_arabic(
    page: Page, sign_in: Callable[..., None], town: Town, browser: Browser, base_url: str
) -> None:
    case = followed_case(town, email=EMAIL, languages=["ar"])
    tie = coming(case, town.maude)
    sign_in(town.maude)
    code = invited(page, case)
    context = browser.new_context(
        locale="ar", base_url=base_url, viewport={"width": 360, "height": 740}, timezone_id="America/Toronto"
    )
    phone = context.new_page()
    phone.goto(sent(r"http://\S+?(/mon-plan/activer/\w+/\?langue=ar)"))
    assert_sound(phone)
    phone.locator("[name=invitation_code]").fill(code)
    phone.locator("[name=new_secret]").fill(PHRASE)
    phone.locator("[name=again]").fill(PHRASE)
    phone.locator("main form [type=submit]").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Écrivez le code et votre secret")
    assert_sound(phone)
    phone.locator("[name=code]").fill(sent(r"\b(\d{6})\b"))
    phone.locator("[name=secret]").fill("pas le bon")
    phone.locator("main form [type=submit]").click()
    expect(phone.get_by_role("alert")).to_contain_text("Le code ou le secret ne convient pas")
    assert_sound(phone)
    phone.locator("[name=code]").fill(sent(r"\b(\d{6})\b"))
    phone.locator("[name=secret]").fill(PHRASE)
    phone.locator("main form [type=submit]").click()
    see(phone, "Bonjour Mariana", "parler français au travail", "Passer l’évaluation de classement")
    expect(phone.locator("main [dir=rtl]").first).to_be_visible()
    assert_sound(phone)
    phone.get_by_role("button", name=re.compile("C’est fait")).click()
    see(phone, "Bravo, c’est noté.")
    assert_sound(phone)
    assert PlanAction.objects.get().state == "done"
    phone.get_by_role("button", name=re.compile("J’y serai")).click()
    see(phone, "Vous avez dit que vous y serez.")
    tie.refresh_from_db()
    assert tie.confirmed_at
    for part in ("documents", "historique", "renseignements"):
        phone.goto(f"/mon-plan/{part}/")
        assert_sound(phone)
    phone.emulate_media(color_scheme="dark")
    phone.goto("/mon-plan/")
    assert_accessible(phone)
    # Shut by the agent: the next page of the phone is the door.
    page.goto(f"/dossiers/{case.pk}/mon-plan/")
    press(page, "Couper l’accès maintenant")
    see(page, "Accès coupé")
    assert_sound(page)
    phone.goto("/mon-plan/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Entrer dans Mon plan")
    context.close()


def test_a_moment_offered_is_chosen_on_a_phone_in_arabic(
    page: Page, sign_in: Callable[..., None], town: Town, browser: Browser, base_url: str
) -> None:
    case = followed_case(town, email=EMAIL, languages=["ar"])
    space = SpaceFactory.create(person=case.person)
    works(town.maude, case.service_point)
    sign_in(town.maude)
    page.goto(f"/dossiers/{case.pk}/rendez-vous/")
    follow(page, "Proposer de choisir un moment")
    assert_sound(page)
    page.get_by_label("Téléphone").check()
    press(page, "Proposer")
    see(page, "C’est proposé", "La personne choisit un moment")
    assert_sound(page)
    context = browser.new_context(
        locale="ar", base_url=base_url, viewport={"width": 360, "height": 740}, timezone_id="America/Toronto"
    )
    sign_in(space.user, context)
    phone = context.new_page()
    phone.goto("/mon-plan/?langue=ar")
    assert_sound(phone)
    # One tap, then another.
    phone.get_by_role("link", name=re.compile("Choisir un moment")).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("اختيار وقت")
    assert_sound(phone)
    phone.locator("button[name=start]").nth(1).click()
    see(phone, "Votre rendez-vous est pris.")
    assert_sound(phone)
    tie = CaseAppointment.objects.get(case=case)
    assert (tie.appointment.booked_by, tie.appointment.mode) == (space.user, "place")
    phone.get_by_role("link", name=re.compile("Choisir un autre moment")).click()
    follow(phone, "بالهاتف Au téléphone")
    assert_sound(phone)
    phone.locator("button[name=start]").last.click()
    see(phone, "Votre rendez-vous est pris.")
    phone.get_by_role("button", name=re.compile("Annuler ce rendez-vous")).click()
    see(phone, "Vous avez annulé ce rendez-vous")
    assert_sound(phone)
    phone.get_by_role("button", name=re.compile("Le reprendre")).click()
    see(phone, "Votre rendez-vous est pris.")
    phone.emulate_media(color_scheme="dark")
    phone.reload()
    assert_accessible(phone)
    context.close()
    page.reload()
    see(page, "Moment changé par la personne")
    assert_sound(page)
    press(page, "Remettre à la première heure")
    see(page, "Moment choisi par la personne")


def test_someone_is_first_and_all_is_done_without_script(
    town: Town, sign_in: Callable[..., None], browser: Browser, base_url: str
) -> None:
    case = followed_case(town)
    space = SpaceFactory.create(person=case.person)
    works(town.maude, case.service_point)
    until = today() + timedelta(days=14)
    MomentOfferFactory.create(case=case, worker=town.maude, until=until)
    context = browser.new_context(java_script_enabled=False, locale="fr-CA", base_url=base_url)
    sign_in(space.user, context)
    page = context.new_page()
    page.goto("/mon-plan/")
    follow(page, "Choisir un moment")
    first = page.locator("button[name=start]").first
    start = datetime.fromisoformat(first.get_attribute("value") or "")
    during = span(start, start + timedelta(minutes=30))
    AppointmentFactory.create(worker=town.maude, service_point=case.service_point, during=during)
    first.click()
    expect(page.get_by_role("alert")).to_contain_text("Quelqu’un vient de prendre ce moment")
    page.locator("button[name=start]").first.click()
    see(page, "Votre rendez-vous est pris.")
    assert CaseAppointment.objects.get(case=case).appointment.starts_at > start
    context.close()


def test_a_document_is_asked_for_and_answered_on_a_phone_in_arabic(
    page: Page, sign_in: Callable[..., None], town: Town, browser: Browser, base_url: str
) -> None:
    case = followed_case(town, email=EMAIL, languages=["ar"])
    space = SpaceFactory.create(person=case.person)
    sign_in(town.maude)
    page.goto(f"/dossiers/{case.pk}/documents/")
    follow(page, "Demander un document")
    assert_sound(page)
    page.get_by_label("Document", exact=True).select_option(label="Bail du logement")
    page.get_by_label("Phrase à la personne").fill("La page signée.")
    press(page, "Demander")
    see(page, "C’est demandé", "Bail du logement", "Attendu")
    assert_sound(page)
    context = browser.new_context(
        locale="ar", base_url=base_url, viewport={"width": 360, "height": 740}, timezone_id="America/Toronto"
    )
    sign_in(space.user, context)
    phone = context.new_page()
    phone.goto("/mon-plan/?langue=ar")
    assert_sound(phone)
    phone.get_by_role("link", name=re.compile("Je ne l’ai pas")).click()
    assert_sound(phone)
    phone.locator("main form.an-form [type=submit]").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    assert_sound(phone)
    phone.locator("[name=not_held]").fill("ليس معي الآن")
    phone.locator("main form.an-form [type=submit]").click()
    see(phone, "Vous avez dit que vous ne l’avez pas", "ليس معي الآن")
    assert_sound(phone)
    page.reload()
    see(page, "La personne ne l’a pas", "ليس معي الآن")
    assert_sound(page)
    phone.get_by_role("link", name=re.compile("Ajouter ce document")).click()
    assert_sound(phone)
    phone.locator("[name=file]").set_input_files({"name": "bail.pdf", "mimeType": "application/pdf", "buffer": PDF})
    phone.locator("main form.an-form [type=submit]").click()
    phone.wait_for_url("**/mon-plan/")
    expect(phone.get_by_text("On vous demande un document")).to_have_count(0)
    context.close()
    page.reload()
    expect(page.get_by_text("Attendu")).to_have_count(0)
    see(page, "Bail du logement")


def enter(phone: Page, email: str = "leila@exemple.ca") -> None:
    """By the code and the secret."""
    phone.locator("[name=email]").fill(email)
    phone.locator("main form [type=submit]").first.click()
    phone.locator("[name=code]").fill(sent(r"\b(\d{6})\b", email))
    phone.locator("[name=secret]").fill(SECRET)
    phone.locator("main form [type=submit]").first.click()


def test_a_device_opens_the_space_alone(town: Town, browser: Browser, base_url: str) -> None:
    case = followed_case(town)
    space = SpaceFactory.create(person=case.person)
    # A passkey is bound to a name: a bare number has none.
    base = base_url.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="es", base_url=base, viewport={"width": 360, "height": 740})
    phone = context.new_page()
    has_device(context, phone)
    phone.goto("/mon-plan/entrer/?langue=es")
    assert_sound(phone)
    expect(phone.locator("[data-key-problem]")).not_to_be_visible()
    phone.locator("#space_use").click()
    expect(phone.locator("[data-key-problem]")).to_be_visible()
    enter(phone)
    phone.goto("/mon-plan/renseignements/")
    phone.get_by_role("link", name=re.compile("Ajouter ou retirer un appareil")).click()
    assert_sound(phone)
    phone.locator("[name=device_name]").fill("Mi teléfono")
    phone.locator("[name=secret]").fill("no es este")
    phone.locator("main form [type=submit]").first.click()
    expect(phone.get_by_role("alert")).to_contain_text("Este no es su secreto.")
    assert_sound(phone)
    expect(phone.locator("[name=device_name]")).to_have_value("Mi teléfono")
    phone.locator("[name=secret]").fill(SECRET)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Agregar este dispositivo")
    assert_sound(phone)
    phone.locator("#space_add").click()
    see(phone, "El dispositivo está agregado.", "Mi teléfono")
    assert_sound(phone)
    phone.get_by_role("button", name=re.compile("Sortir")).click()
    phone.locator("#space_use").focus()
    phone.keyboard.press("Enter")
    see(phone, "Hola, ")
    close_space(case=case, by=town.maude, at=now())
    phone.goto("/mon-plan/")
    phone.locator("#space_use").click()
    see(phone, "Este dispositivo no abre ningún espacio.")
    assert_sound(phone)
    assert not Authenticator.objects.filter(user=space.user).exists()
    context.close()


def test_without_script(town: Town, browser: Browser, base_url: str) -> None:
    case = followed_case(town)
    tie = coming(case, town.maude)
    SpaceFactory.create(person=case.person)
    context = browser.new_context(java_script_enabled=False, locale="fr-CA", base_url=base_url)
    page = context.new_page()
    page.goto("/mon-plan/")
    page.locator("[name=email]").fill("leila@exemple.ca")
    expect(page.locator("#space_use")).not_to_be_visible()
    press(page, "Recevoir un code")
    for job in ProcrastinateJob.objects.filter(task_name=send_sign_in_code.name, status="todo"):
        send_sign_in_code(**job.args)
    body = OutgoingMessage.objects.latest("created_at").body
    page.locator("[name=code]").fill(re.search(r"\b\d{6}\b", body)[0])
    page.locator("[name=secret]").fill(SECRET)
    press(page, "Entrer")
    page.get_by_role("link", name=re.compile("Demander un autre moment")).click()
    page.locator("[name=reason]").fill("Je travaille le matin")
    press(page, "Envoyer la demande")
    see(page, "Je travaille le matin")
    tie.refresh_from_db()
    assert tie.move_asked_at
    press(page, "Sortir")
    expect(page.get_by_role("heading", level=1)).to_have_text("Entrer dans Mon plan")
    context.close()
