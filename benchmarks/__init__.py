"""What fakeping promises in numbers, measured: `python -m benchmarks`, or `make bench`."""
