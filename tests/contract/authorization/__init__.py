"""The authorization matrix: what security.md 4 says, written down by hand, against what the running system does."""
