"""Text of others as one line that a terminal, a comment or a log shows, and does not obey."""

import json


def shown(text: str) -> str:
    """The text with whatever is not printable, such as a line's end, spelled as Python does."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def json_line(document: object) -> str:
    """A JSON document in one line, whatever a reader takes for a line's end."""
    text = json.dumps(document, ensure_ascii=False)
    if text.isprintable():
        return text
    # Outside its strings JSON is printable; inside, it has a spelling for everything.
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)
