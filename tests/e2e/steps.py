"""What the tests do over and over on a page, in the words of whoever sits before it."""

import re
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ancrage.messaging.models import OutgoingMessage


def field(within: Page | Locator, label: str) -> Locator:
    """The field of that very label, optional or not."""
    return within.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(facultatif\))?\s*$")).and_(
        within.locator("input:not([type=radio], [type=checkbox]), select, textarea")
    )


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name)


def press(within: Page | Locator, name: str) -> None:
    within.get_by_role("button", name=name, exact=True).click()


def follow(within: Page | Locator, name: str) -> None:
    within.get_by_role("link", name=name, exact=True).first.click()


def reach(within: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Follow the link and be on the page it leads to."""
    arrive(within.get_by_role("link", name=name, exact=True).first)


def arrive(by: Locator) -> None:
    """Click and be on the next page: a click alone comes back before the page has changed."""
    before = by.page.url
    by.click()
    by.page.wait_for_url(lambda url: url != before)


def has_device(context: BrowserContext, page: Page) -> None:
    """The page is on a device that makes passkeys, and whose owner is recognised at once."""
    devices: Any = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def see(page: Page, *texts: str) -> None:
    """Each text is on the page, shown."""
    for text in texts:
        expect(page.locator("main, [role=status]").get_by_text(text).first).to_be_visible()


def link_in_mail(to: str) -> str:
    """The path of the first address in the last message to ``to``."""
    body = OutgoingMessage.objects.filter(to=to).latest("created_at").body
    found = re.search(r"https?://\S+", body)
    assert found, body
    return urlsplit(found.group()).path


def answer_by_link(page: Page, choice: str) -> None:
    """The two clicks: choose, confirm."""
    page.get_by_role("button", name=re.compile(f"^{choice}")).click()
    press(page, "Confirmer")


def code_of_the_moment(secret: str) -> str:
    """What an authenticator application would show."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


VISIBLE_FOCUS = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus, and see that it shows."""
    for _pressed in range(150):
        if wanted.count() and wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    assert page.evaluate(VISIBLE_FOCUS), f"the focus does not show on {wanted}"
