"""The public API: JSON over HTTP below /api/v1."""
