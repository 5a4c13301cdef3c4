"""The documentation as a small static site, made of the repository's own Markdown."""
