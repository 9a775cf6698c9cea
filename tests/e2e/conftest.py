"""Pages in a real Chromium, watched: a response that fails, an error of the console, a refused script fail the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect

from ancrage.accounts.models import User
from tests.e2e.checks import examined
from tests.e2e.town import Town, build_town

# The browser's loop runs in this thread; Django's queries in it are meant.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine is no failure.
expect.set_options(timeout=15_000)

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium. Where there is none, Playwright looks for its own, and fails."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    chosen = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **chosen, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "fr-CA",
        "timezone_id": "America/Toronto",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    return live_server.url


@pytest.fixture(autouse=True)
def _rows_of_migrations(request: pytest.FixtureRequest) -> None:
    """Each test empties the tables; what the migrations wrote comes back before each."""
    request.getfixturevalue("django_db_serialized_rollback")
    request.getfixturevalue("transactional_db")


@pytest.fixture
def expected_statuses() -> set[int]:
    """What the test provokes: ``expected_statuses.add(404)``."""
    return set()


@pytest.fixture
def expected_console() -> set[str]:
    """How the messages of the console that the test provokes begin."""
    return set()


@pytest.fixture(autouse=True)
def _watched(context: BrowserContext, expected_statuses: set[int], expected_console: set[str]) -> Iterator[None]:
    problems: list[str] = []

    def watch_response(response: Response) -> None:
        if response.status >= 400 and response.status not in expected_statuses:
            problems.append(f"{response.status} {response.request.method} {response.url}")

    def watch_console(message: ConsoleMessage) -> None:
        if message.type != "error" or message.page in examined or "Failed to load resource" in message.text:
            return
        if not message.text.startswith(tuple(expected_console)):
            problems.append(f"console: {message.text}")

    context.on("response", watch_response)
    context.on("console", watch_console)
    context.on("weberror", lambda error: problems.append(f"script: {error.error}"))
    yield
    assert not problems, "\n".join(problems)


@pytest.fixture
def sign_in(context: BrowserContext, base_url: str) -> Callable[..., None]:
    """Open the session of ``user``, second factor included, without going through the pages of sign-in.

    ``into`` is another browser than the one of ``page``.
    """

    def enter(user: User, into: BrowserContext | None = None) -> None:
        client = Client()
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
        (into or context).add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": base_url}]
        )

    return enter


@pytest.fixture
def town() -> Town:
    return build_town()


@pytest.fixture
def phone(page: Page) -> Page:
    """The page on a narrow phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    return page
