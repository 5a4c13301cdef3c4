"""What operators do to a service and its store: dead letters, verify, rebuild, replay."""
