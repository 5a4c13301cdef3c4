"""Decisions, recipients, texts and mails of notifications."""
