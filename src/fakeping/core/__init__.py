"""What every faked API shares: a request's way, and what a tenant is. No HTTP library, no vendor."""
