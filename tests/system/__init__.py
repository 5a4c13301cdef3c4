"""Real Kafka, real PostgreSQL, real processes."""
