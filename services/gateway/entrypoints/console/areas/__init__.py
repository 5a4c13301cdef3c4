"""The pages, one module for each area (console.md 2)."""
