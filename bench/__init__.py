"""Measures of the main pages, beside what bare Django does in the same run. ``make bench``."""
