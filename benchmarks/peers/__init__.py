"""Programs that do the same work in different ways, each in its best form; the harness starts each in a process of its own."""
