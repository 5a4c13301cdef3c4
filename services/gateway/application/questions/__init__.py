"""The questions of the public API: one file per family, without SQL."""
