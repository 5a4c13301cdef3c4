"""The data set of the documented past, and its loader."""
