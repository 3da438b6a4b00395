"""`curbside reingest`: run today's extractors over the originals that the library kept."""

from __future__ import annotations

from pathlib import Path

import click

from curbside.cli.common import home_option, json_option


@click.command("reingest")
@json_option
@home_option
def command(as_json: bool, home: Path | None) -> None:
    """Read the kept originals again where this Curbside has a better extractor than the one that read them.

    A text that comes out otherwise is a new version of its source. Saved answers keep the version that they cite.
    """
    from curbside.cli.loading import load_again

    load_again(home, as_json)
