"""All suites; see architecture.md, section 13."""
