"""Ancrage: accueillir, accompagner, ancrer en région."""
