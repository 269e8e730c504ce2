"""A running fake: its sockets, its tenants and their options. aiohttp is imported here alone."""
