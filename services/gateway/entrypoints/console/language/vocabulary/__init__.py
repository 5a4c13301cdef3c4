"""The words of the published language in English: one table for each kind of code, each a dictionary."""
