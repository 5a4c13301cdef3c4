"""What notifications speaks with: its store, the people store, and mail servers."""
