"""How each thing of the network lives: one file for each aggregate."""
