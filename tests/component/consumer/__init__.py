"""The consumer over a real database: every rule of reliability.md 2.3 to 2.6, without a log or a Faust between."""
