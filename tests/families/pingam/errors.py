"""What PingAM says no with, byte for byte: what is thrown has `error_description` first."""

import json

NOT_ALLOWED = (405, b'{"error":"unsupported_method_type"}')
STALE = (412, b'{"error":"precondition_failed"}')
NO_ROUTE = (404, b'{"code":404,"reason":"Not Found","message":"Resource not found"}')


def _thrown(status, error, description):
    described = json.dumps(description, ensure_ascii=False)
    return status, f'{{"error_description":{described},"error":"{error}"}}'.encode()


NO_TOKEN = _thrown(
    401,
    "invalid_token",
    "The access token provided is expired, revoked, malformed, or invalid for other reasons.",
)
NO_SCOPE = _thrown(
    403, "insufficient_scope", "The resource requested requires scope: uma_protection"
)


def not_found(id_):
    return _thrown(404, "not_found", f"Resource set does not exist with id {id_}")


def no_realm(realm):
    message = f"No mapping organization found for organization identifier: {realm}"
    body = {"code": 404, "reason": "Not Found", "message": message}
    return 404, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def invalid(sentence):
    return _thrown(400, "bad_request", f"Invalid Resource Set Description. {sentence}")


def bad_request(description):
    return _thrown(400, "bad_request", description)


def taken(name):
    return _thrown(400, "Bad Request", f"A shared item with the name '{name}' already exists")


MISSING = invalid("Missing required attribute, 'resource_scopes'.")
NO_OBJECT = bad_request("A JSONObject text must begin with '{' at 1 [character 2 line 1]")


def said(reply):
    return reply.status, reply.body
