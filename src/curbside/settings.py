"""Settings: the defaults, then `settings.toml` in the home folder, then `CURBSIDE_*` in the environment, then the call.

    CURBSIDE_HOME           the home folder (library, index, settings)
    CURBSIDE_JURISDICTION   whose doses come first: uk, us, eu, au, jp, ... ; unset: none is put first
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from curbside.errors import UsageError

JURISDICTION = re.compile(r"^[a-z]{2}$|^international$")
SETTINGS_FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set. home: an absolute folder. jurisdiction: a lower-case country code ("uk"), "eu", or None."""

    home: Path
    jurisdiction: str | None = None

    @property
    def hash(self) -> str:
        """The hash of all settings that can change an answer (not of where the home is)."""
        values = {k: v for k, v in asdict(self).items() if k != "home"}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def default_home() -> Path:
    """The folder that the operating system keeps for programs' data."""
    from platformdirs import user_data_path

    return user_data_path("curbside", appauthor=False)


def jurisdiction_code(value: str) -> str:
    """`value` as a code ("UK" and "gb" are "uk").

    Raises UsageError where it is no code.
    """
    code = value.strip().lower()
    code = {"gb": "uk", "usa": "us", "world": "international"}.get(code, code)
    if not JURISDICTION.match(code):
        raise UsageError(f"{value!r} is no jurisdiction; give a country code such as uk, us, jp, or eu, or international.")
    return code


def load(
    home: str | Path | None = None,
    jurisdiction: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force; `home` and `jurisdiction` are those of the call.

    Raises UsageError where the settings file or a value in it cannot be read.
    """
    environ = os.environ if environ is None else environ
    folder = Path(home or environ.get("CURBSIDE_HOME") or default_home()).expanduser().absolute()
    stored = _stored(folder / SETTINGS_FILE)
    chosen = jurisdiction or environ.get("CURBSIDE_JURISDICTION") or stored.get("jurisdiction")
    return Settings(home=folder, jurisdiction=jurisdiction_code(chosen) if chosen else None)


def save(settings: Settings) -> None:
    """Write what belongs to the home folder into its settings file, in one step."""
    settings.home.mkdir(parents=True, exist_ok=True)
    lines = [f'jurisdiction = "{settings.jurisdiction}"\n'] if settings.jurisdiction else []
    draft = settings.home / (SETTINGS_FILE + ".new")
    draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(settings.home / SETTINGS_FILE)


def _stored(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"The settings in {path} cannot be read: {error}.") from error
    unknown = sorted(set(values) - {"jurisdiction"})
    if unknown:
        raise UsageError(f"The settings in {path} have an unknown name: {', '.join(unknown)}.")
    return {k: str(v) for k, v in values.items()}
