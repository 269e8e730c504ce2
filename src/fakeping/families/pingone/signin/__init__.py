"""PingOne's sign-in endpoints, `/{environment_id}/as`: authorization, tokens, introspection."""
