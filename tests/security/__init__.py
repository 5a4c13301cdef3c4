"""Bars of security.md that no single part of the system can keep alone; their ids are cited as sec-S1..S27."""
