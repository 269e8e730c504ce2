"""The site's index for language models: a sentence for each page of the navigation."""

import importlib.util
from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).parents[1] / "docs"

#: Pages that the site takes from elsewhere.
ELSEWHERE = {
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
}


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


llms = loaded("site_llms")


def places(nav):
    for each in nav:
        if isinstance(each, str):
            yield each
        else:
            for value in each.values():
                yield from [value] if isinstance(value, str) else places(value)


NAV = [*places(yaml.safe_load((DOCS.parent / "mkdocs.yml").read_text("utf-8"))["nav"])]


@pytest.mark.parametrize("place", NAV)
def test_every_page_begins_with_a_sentence(place):
    path = DOCS.parent / ELSEWHERE[place] if place in ELSEWHERE else DOCS / place

    sentence = llms.first_sentence(path.read_text("utf-8"))

    assert 20 < len(sentence) < 400
    assert sentence.endswith(".")
    assert sentence.count("`") % 2 == 0  # a sentence that is cut ends in the midst of something
    assert sentence.count("(") == sentence.count(")")


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("# A\n\nOne [link](x.md) and **two\nlines**. More.", "One link and two lines."),
        (
            "# A\n\n```sh\nrun\n\nit\n```\n\n## B\n\nWhat `a.b` does: it runs.\n",
            "What `a.b` does: it runs.",
        ),
        ("| a |\n|---|\n\n- list\n\n1. one\n\nAt version 1.2, so:", "At version 1.2, so."),
    ],
)
def test_a_sentence_is_the_first_of_the_first_paragraph(markdown, sentence):
    assert llms.first_sentence(markdown) == sentence


def test_a_page_without_a_paragraph_is_an_error():
    with pytest.raises(ValueError, match="no paragraph"):
        llms.first_sentence("# A\n\n::: module\n")


def test_the_index_has_a_line_for_each_page_by_section():
    pages = [
        llms.ToldPage(section="", title="Start", url="index.html", markdown="One. Two."),
        llms.ToldPage(section="How to", title="Do", url="a/do.html", markdown="# Do\n\nDo it."),
    ]

    assert llms.index("fakeping", "A fake", pages) == (
        "# fakeping\n\n> A fake\n\n- [Start](index.html): One.\n"
        "\n## How to\n\n- [Do](a/do.html): Do it.\n"
    )
    assert llms.whole(pages) == (
        "<!-- index.html -->\n\nOne. Two.\n\n<!-- a/do.html -->\n\n# Do\n\nDo it.\n"
    )
