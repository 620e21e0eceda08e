"""Printed papers of tickets."""
