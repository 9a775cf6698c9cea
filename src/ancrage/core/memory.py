import gc


def collect_rarely() -> None:
    """Have Python look for garbage in cycles less often, in this process from now on.

    By default it does so every few hundred objects, and each time it looks at what is loaded again.
    """
    gc.set_threshold(50_000, 20, 100)
