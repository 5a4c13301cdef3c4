"""The store of a service: one small schema, one transaction at a time."""
