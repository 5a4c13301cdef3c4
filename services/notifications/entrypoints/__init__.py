"""How notifications is run besides its api: the sender."""
