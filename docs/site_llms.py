"""What the site says to language models: an index of its pages, and all of them as one text.

https://llmstxt.org has the form. Pure functions of texts: `site_hooks` has the pages.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_FENCE = re.compile(r"^```.*?^```$\n?", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
# What ends a sentence: no dot within a number or a name such as `thing.part`.
_END = re.compile(r"[.?](?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """A page of the site, as the index tells of it."""

    section: str
    title: str
    url: str
    markdown: str


def index(name: str, description: str, pages: Iterable[ToldPage]) -> str:
    """A heading, what the site is about, and a line for each page, by section."""
    lines = [f"# {name}", "", f"> {description}"]
    for section, those in groupby(pages, lambda each: each.section):
        lines += ["", f"## {section}", ""] if section else [""]
        lines += [
            f"- [{each.title}]({each.url}): {first_sentence(each.markdown)}" for each in those
        ]
    return "\n".join([*lines, ""])


def whole(pages: Iterable[ToldPage]) -> str:
    """The text of every page, each below its address."""
    return "\n\n".join(f"<!-- {each.url} -->\n\n{each.markdown.strip()}" for each in pages) + "\n"


def first_sentence(markdown: str) -> str:
    """The first sentence of a page's first paragraph, without its links. Raises `ValueError`."""
    for paragraph in _paragraphs(markdown):
        text = _STRONG.sub(r"\1", _LINK.sub(r"\1", " ".join(paragraph.split())))
        end = _END.search(text)
        return text[: end.end()] if end else f"{text.rstrip(':')}."
    raise ValueError("the page has no paragraph")


def _paragraphs(markdown: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", _FENCE.sub("", markdown)):
        if block.strip() and not re.match(r"\s*([#|>:!<-]|\d+\. |\* )", block):
            yield block
