"""What stays the same for those outside: schemas, examples, documents, and that every event is shown or left out on purpose."""
