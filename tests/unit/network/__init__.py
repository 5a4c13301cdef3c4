"""Decisions, checks, reactions and views of the network service."""
