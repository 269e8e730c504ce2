"""Realms in a URL: `realms/root/realms/alpha` is `/alpha`."""

from urllib.parse import quote

ROOT = "/"


def realm_of(segments: str) -> str:
    """The absolute name of the realm that a path's segments address."""
    parts = [each for each in segments.split("/") if each]
    if not parts:
        return ROOT
    if parts[:2] == ["realms", "root"]:
        rest = parts[2:]
        if len(rest) % 2 == 0 and all(each == "realms" for each in rest[::2]):
            return ROOT + "/".join(rest[1::2])
    return ROOT + "/".join(parts)


def path_of(realm: str) -> str:
    """The path's segments that address a realm: `/alpha/beta` is behind two more `realms/`."""
    below = [f"realms/{quote(each)}" for each in realm.split(ROOT) if each]
    return "/".join(["realms/root", *below])
