"""Tests of the console without a server."""
