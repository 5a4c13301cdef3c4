"""Enrollment's decisions, invariants and views, without any I/O."""
