"""The types of labels: an owner's own, their favourites, and those of resource servers."""

USER, STAR, SYSTEM = "USER", "STAR", "SYSTEM"
TYPES = (USER, STAR, SYSTEM)
