"""Writing through pages: the form of every command, what becomes of it, and the correction of facts."""
