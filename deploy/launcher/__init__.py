"""First use: from a bare Python to the virtual environment that the lock describes."""
