"""What proves each sentence: `python -m tests.fidelity` writes the page and the JSON."""
