"""What every faked API shares: a request's way, and a tenant. No HTTP library, no vendor."""
