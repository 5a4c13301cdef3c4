"""Signing in: the way to the issuer and back, invitations, and the way out."""
