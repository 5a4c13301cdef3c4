"""Where the network service meets the outside: HTTP and Kafka."""
