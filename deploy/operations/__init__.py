"""The logic behind the commands of `lemkin` that look after the bus, the stores and the generated documents."""
