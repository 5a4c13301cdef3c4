"""What several test suites use: real servers, given/when/then, fakes."""
