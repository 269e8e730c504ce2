"""Requests answered over tenants' state: a synchronous function, without sockets."""
