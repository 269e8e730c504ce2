"""The commands about rules, operations and documents: `explain`, `operations` and `openapi`.

As in `main`, each imports what it needs when it runs.
"""

import json

import click

from fakeping.cli import completion


@click.command(short_help="Say what a rule is and how we know it.")
@click.argument("rules", metavar="[RULE]...", nargs=-1, shell_complete=completion.RULES)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def explain(rules: tuple[str, ...], *, as_json: bool) -> None:
    """Tell what each RULE is and how we know it, or list every rule.

    RULE is a name, such as the one in a reply's X-Fakeping-Rule, a switch, or a pattern such as
    'pingone.scope.*', which lists what it fits. It may be the cause of a
    401, such as other-tenant: that lists the rules which refuse for it.
    """
    from fakeping.cli import explain as book
    from fakeping.cli import listing
    from fakeping.families import FAMILIES
    from fakeping.reference import rulebook

    chosen = {each: rulebook.chosen(each, FAMILIES) for each in rules or ("*",)}
    for name, found in chosen.items():
        if not found:
            near = rulebook.near(name, FAMILIES, patterns=True)
            raise click.UsageError(listing.elsewhere(name) or rulebook.unknown(name, near))
    if as_json:
        documents = [each.document() for found in chosen.values() for each in found]
        click.echo(json.dumps({"rules": documents}, indent=2, ensure_ascii=False))
        return
    text = (
        book.in_full(found[0], FAMILIES) if len(found) == 1 else book.listed(found, name=name)
        for name, found in chosen.items()
    )
    click.echo("\n\n".join(text))


@click.command(short_help="Print the OpenAPI 3.1 document of an API.")
@click.argument("family", default="control", shell_complete=completion.FAMILIES_AND_CONTROL)
@click.option(
    "--edition",
    shell_complete=completion.EDITIONS,
    help="The edition; the family's first when it is left out.",
)
@click.option("--server", default="http://127.0.0.1:8900", show_default=True)
@click.option(
    "--format", "form", type=click.Choice(["json", "yaml"]), default="json", show_default=True
)
def openapi(family: str, edition: str | None, server: str, form: str) -> None:
    """Print the OpenAPI 3.1 document of FAMILY: pingone, pingam, or the control API's own."""
    from fakeping import control
    from fakeping.core.authority import base_url
    from fakeping.families import FAMILIES
    from fakeping.reference.openapi import document
    from fakeping.server import notation

    families = {each.name: each for each in (*FAMILIES, control.FAMILY)}
    if family not in families:
        raise click.UsageError(f"there is no family {family!r}: {', '.join(families)}")
    try:
        base_url(server, "a --server")
        edition = edition and edition.removeprefix(f"{family}=")  # as other commands take it
        made = document(families[family], edition=edition, server=server.rstrip("/"))
        text = notation.written(made) if form == "yaml" else _as_json(made)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    click.echo(text.rstrip())


@click.command(short_help="List operations, and presets of failures.")
@click.argument("patterns", metavar="[PATTERN]...", nargs=-1, shell_complete=completion.OPERATIONS)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def operations(patterns: tuple[str, ...], *, as_json: bool) -> None:
    """List operations and presets of failures, as --fault and --preset take them.

    PATTERN is a name, or a pattern such as 'pingone.scope.*'.
    """
    from fakeping.cli import listing
    from fakeping.families import FAMILIES
    from fakeping.faults.presets import PRESETS

    for each in patterns:
        if not listing.operations(FAMILIES, [each]):
            raise click.UsageError(listing.elsewhere(each) or listing.unknown(each))
    found = listing.operations(FAMILIES, patterns or ("*",))
    presets = {} if patterns else PRESETS
    if as_json:
        click.echo(_as_json(listing.document(found, presets)))
    else:
        click.echo(listing.table(found, presets))


def _as_json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)
