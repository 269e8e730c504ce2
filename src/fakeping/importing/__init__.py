"""Somebody's own tenant: read into a seed, and asked for answers that tests are held to."""
