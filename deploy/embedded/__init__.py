"""The whole system on one machine without Docker: Kafka, PostgreSQL and the services, started and watched."""
