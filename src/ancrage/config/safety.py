"""Whether what the settings open may be opened where it is."""

from django.conf import settings
from django.core import checks


def dangers() -> list[str]:
    """Why the demo, which opens without a password, may not be served here; nothing outside the demo."""
    if not settings.DEMO:
        return []
    found = checks.run_checks(tags=[checks.Tags.security, checks.Tags.database], databases=["default"])
    return [str(problem) for problem in found if problem.is_serious() and not problem.is_silenced()]
