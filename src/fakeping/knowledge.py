"""The commands that tell what is known: a rule, a document.

As in `cli`, each imports what it needs when it runs.
"""

import json

import click


@click.command()
@click.argument("rule", required=False)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def explain(rule: str | None, *, as_json: bool) -> None:
    """Tell what RULE is and how we know it, or list every rule.

    RULE is a name, such as the one in a reply's X-Fakeping-Rule, or a pattern such as
    'pingone.scope.*'.
    """
    from fakeping import explain as book
    from fakeping import rulebook
    from fakeping.families import FAMILIES

    found = rulebook.chosen(rule or "*", FAMILIES)
    if not found:
        name = rule or ""
        raise click.ClickException(rulebook.unknown(name, rulebook.near(name, FAMILIES)))
    if as_json:
        documents = [each.document() for each in found]
        click.echo(json.dumps({"rules": documents}, indent=2, ensure_ascii=False))
    elif len(found) == 1:
        click.echo(book.told(found[0], FAMILIES))
    else:
        click.echo(book.listed(found))


@click.command()
@click.argument("family", default="control")
@click.option("--edition", help="The edition; the family's first when it is left out.")
@click.option("--server", default="http://127.0.0.1:8900", show_default=True)
@click.option(
    "--format", "form", type=click.Choice(["json", "yaml"]), default="json", show_default=True
)
def openapi(family: str, edition: str | None, server: str, form: str) -> None:
    """Print the OpenAPI 3.1 document of FAMILY: pingone, pingam, or the control API's own."""
    from fakeping import control, notation
    from fakeping.families import FAMILIES
    from fakeping.openapi import document

    families = {each.name: each for each in (*FAMILIES, control.FAMILY)}
    if family not in families:
        raise click.ClickException(f"there is no family {family!r}: {', '.join(families)}")
    try:
        made = document(families[family], edition=edition, server=server.rstrip("/"))
        text = notation.written(made) if form == "yaml" else _as_json(made)
    except (ValueError, ImportError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(text.rstrip())


def _as_json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)
