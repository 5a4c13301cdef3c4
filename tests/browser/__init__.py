"""The console in a real browser, over the running system with its history."""
