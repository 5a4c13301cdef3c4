"""What `docker compose up` does once before the services: secrets, topics, tables. Run in the operator's image."""
