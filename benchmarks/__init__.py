"""Measurements: what a run costs, and what it gives beside what is known."""
