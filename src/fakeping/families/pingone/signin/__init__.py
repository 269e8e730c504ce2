"""PingOne's sign-in: `/{environment_id}/as`, where tokens come from and are asked about."""
