"""One grammar for SCIM filters (RFC 7644, 3.4.2.2) and Common REST query filters."""
