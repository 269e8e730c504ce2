"""Redaction of secrets in everything recorded: headers, paths, bodies and entities."""
