"""Tokens, styles, scripts, templates and the map, without a server."""
