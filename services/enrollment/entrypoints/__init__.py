"""What other services may ask enrollment: names, one address, the view log (security.md G13)."""
