"""How each thing of enrollment lives: one file for each aggregate; what is done in a cohort has files of its own."""
