"""The SQL behind each question, by its name: one file per family."""
