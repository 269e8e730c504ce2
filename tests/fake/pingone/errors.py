"""What PingOne says no with, word for word."""

SORRY = "The request could not be completed."
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


def said(reply):
    """An error's status and envelope, without the id that every one has of its own."""
    envelope = reply.json
    del envelope["id"]
    return reply.status, envelope
