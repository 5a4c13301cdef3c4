"""Planning a seminar: the form, its check page, and what becomes of it (console.md P10)."""
