"""Secrets kept out of every record: in headers, paths, bodies and entities."""
