"""Shows files outside docs/ as pages of the site, has links lead there, and writes llms.txt."""

import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from site_llms import ToldPage, index, whole

_TOP = Path(__file__).parents[1]
_SHOWN = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "Containerfile": "files/containerfile.txt",
    "LICENSE": "license.txt",
    "SECURITY.md": "security.md",
    "action.yml": "files/action.yml",
    "compose.yaml": "files/compose.yaml",
    "deploy/kubernetes.yaml": "files/kubernetes.yaml",
    "deploy/sidecar.yaml": "files/sidecar.yaml",
    "schemas/control/state.json": "schemas/control/state.json",
}
_PLACES = _SHOWN | {"README.md": "index.md"}
_LINK = re.compile(r"(?<=\]\()([^)#:]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is shown of the top folder."""
    for name, place in _SHOWN.items():
        files.append(File.generated(config, place, abs_src_path=str(_TOP / name)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Have links between the top folder and docs/ lead to pages of the site."""
    folder = _TOP if page.file.generated_by else Path(page.file.abs_src_path).parent

    def moved(link: re.Match[str]) -> str:
        target = Path(folder, link[0]).resolve()
        if not target.is_relative_to(_TOP):
            return link[0]
        name = target.relative_to(_TOP).as_posix()
        if name in _PLACES:
            return "../" * page.file.src_uri.count("/") + _PLACES[name]
        return name.removeprefix("docs/") if page.file.generated_by else link[0]

    return _LINK.sub(moved, markdown)


def on_env(env: object, config: MkDocsConfig, files: Files) -> object:
    """Write what language models read of the site, once every page has been read."""
    start = files.get_file_from_path("index.md")
    pages = [_told(each) for each in _following(start and start.page)]
    site = Path(config.site_dir)
    site.mkdir(parents=True, exist_ok=True)
    text = index(config.site_name, config.site_description or "", pages)
    (site / "llms.txt").write_text(text, "utf-8")
    (site / "llms-full.txt").write_text(whole(pages), "utf-8")
    return env


def _following(page: Page | None) -> Iterator[Page]:
    """A page and those after it, in the order of the navigation."""
    while page is not None:
        yield page
        page = page.next_page


def _told(page: Page) -> ToldPage:
    section = page.ancestors[-1].title if page.ancestors else ""
    markdown = page.markdown or ""
    return ToldPage(section=section, title=str(page.title), url=page.url, markdown=markdown)
