"""The notifications service against a real database and a real mail server."""
