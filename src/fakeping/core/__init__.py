"""Building blocks that every faked API shares. Nothing here knows an HTTP library or a vendor."""
