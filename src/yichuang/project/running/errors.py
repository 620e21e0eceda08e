from __future__ import annotations


class CannotStart(Exception):
    """Why something cannot run, in one line for the person at the terminal."""
