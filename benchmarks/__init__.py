"""Each goal of performance as a program, `python -m benchmarks.<name>`, that prints its ratios from one run on one machine."""
