from ancrage.newcomers.forms.cases import ReachFilters


class RequestFilterForm(ReachFilters):
    """What narrows the list of requests, beside which of them (``vue``), chosen above it."""
