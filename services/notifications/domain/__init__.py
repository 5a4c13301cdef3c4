"""The aggregates of notifications: contact points, dispatches, tasks."""
