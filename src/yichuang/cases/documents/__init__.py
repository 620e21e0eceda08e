"""Printed papers of cases: the one-time sheet and the receipt of materials."""
