"""Forms: what a command, or the content of a fact, asks for; from what was filled in to its JSON, and back."""
