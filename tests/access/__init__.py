"""The table URL × role: one file by context, each with its ``ROWS``. ``tests/test_access.py`` runs it."""
