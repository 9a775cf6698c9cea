"""Ends well when the embedded server of the tests already runs."""

import sys

from ancrage.config import checkout, postgres

sys.exit(not postgres.is_ready(checkout.embedded("tests")))
