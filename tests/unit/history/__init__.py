"""Facts in time: dates, effective events, legality."""
