"""Settings of the web server that the tests start apart, kill and cut off: pooled connections, as in the demo."""

from ancrage.config.settings import POOL
from tests.settings import *  # noqa: F403 - settings are meant to be extended
from tests.settings import DATABASES

DATABASES["default"]["OPTIONS"]["pool"] = {**POOL, "max_size": 2}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# People without the mark of the demo world: the tests' own.
SILENCED_SYSTEM_CHECKS = ["demo.E002"]
