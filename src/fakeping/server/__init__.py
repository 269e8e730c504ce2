"""A running server: its sockets, tenants and options. Only this package imports aiohttp."""
