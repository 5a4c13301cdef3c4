"""How the system is put on machines: embedded on one machine, command line, documented history, images."""
