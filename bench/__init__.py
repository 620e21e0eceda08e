"""Measured beside a reference in the same run; printed as ratios. `make bench`."""
