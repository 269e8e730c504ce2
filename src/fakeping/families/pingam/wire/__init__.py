"""Model to wire and back: only here are replies encoded, and the wire's names known."""
