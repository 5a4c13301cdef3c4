"""The console: pages for people, answered from the same questions as the public API."""
