"""What PingOne says no with, word for word."""

SORRY = "The request could not be completed."
INVALID = f"{SORRY} One or more validation errors were in the request."
MALFORMED = f"{SORRY} The request was malformed or invalid."
NO_ACCESS = f"{SORRY} You do not have access to this resource."

NOT_FOUND = {"code": "NOT_FOUND", "message": f"{SORRY} The requested resource was not found."}
NO_TOKEN = {
    "code": "ACCESS_FAILED",
    "message": NO_ACCESS,
    "details": [
        {
            "code": "INVALID_TOKEN",
            "message": "The authorization token is either missing or invalid, or it has expired.",
            "target": "Authentication Credentials",
        }
    ],
}
NO_ROLE = {
    "code": "ACCESS_FAILED",
    "message": NO_ACCESS,
    "details": [
        {
            "code": "INSUFFICIENT_PERMISSIONS",
            "message": "The actor attempting to perform the request is not authorized.",
        }
    ],
}


def platform_owned(kind):
    return {
        "code": "REQUEST_FAILED",
        "message": SORRY,
        "details": [
            {
                "code": "CONSTRAINT_VIOLATION",
                "message": f"A platform {kind} cannot be modified or deleted.",
            }
        ],
    }


def not_unique(kind):
    return {
        "code": "INVALID_DATA",
        "message": INVALID,
        "details": [
            {
                "code": "UNIQUENESS_VIOLATION",
                "message": f"A {kind} with the specified name already exists.",
                "target": "name",
            }
        ],
    }


def invalid(code, message, target="name"):
    return {
        "code": "INVALID_DATA",
        "message": INVALID,
        "details": [{"code": code, "message": message, "target": target}],
    }


def bad_type(target=None):
    detail = {"code": "INVALID_VALUE", "message": "Invalid value for attribute."}
    return {
        "code": "INVALID_REQUEST",
        "message": MALFORMED,
        "details": [detail | ({"target": target} if target else {})],
    }


def said(reply):
    """An error's status and envelope, without the id that every one has of its own."""
    envelope = reply.json
    del envelope["id"]
    return reply.status, envelope
