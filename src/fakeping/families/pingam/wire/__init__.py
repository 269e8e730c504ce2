"""Model to wire and back: the only place that encodes, and that knows the wire's names."""
