"""Dispatch of requests to tenants' state by a synchronous function, without sockets."""
