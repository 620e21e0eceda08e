"""Simulated citizens and workers, through the public API alone."""
