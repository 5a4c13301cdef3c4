"""The services. Each owns its store; they meet only on Kafka, in the words of shared/contracts."""
