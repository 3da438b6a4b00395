"""Settings: the defaults, then `settings.toml` in the home folder, then `CURBSIDE_*` in the environment, then the call.

CURBSIDE_HOME           the home folder (library, index, settings)
CURBSIDE_JURISDICTION   whose doses come first: uk, us, eu, au, jp, ... ; unset: none is put first
CURBSIDE_RANKER         how passages are found: words, vectors or hybrid (both; the default)
CURBSIDE_RERANKER       a folder with a cross-encoder that reads question and sentence together, or none; unset: the
                        one that the extra "vectors" brings
CURBSIDE_DATABASE_URL   the PostgreSQL database that the library is in; unset: a file in the home folder
CURBSIDE_ALLOW          what goes further than looking up: any of criteria, schedules, cards, patients, with
                        commas; or none
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from curbside.errors import UsageError

# ISO 3166-1 alpha-2, with "uk" for "gb", and two that are no country.
JURISDICTIONS = frozenset(
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw "
    "by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi "
    "fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io "
    "iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf "
    "mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg "
    "ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx "
    "sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye "
    "yt za zm zw eu international".split()
)
SETTINGS_FILE = "settings.toml"
DATABASE_URL = "CURBSIDE_DATABASE_URL"
ALLOW = "CURBSIDE_ALLOW"
RANKERS = ("words", "vectors", "hybrid")
NO_RERANKER = "none"
ALLOWABLE = ("criteria", "schedules", "cards", "patients")
"""What goes further than looking up, so that its owner turns it on (the clinical rules, section 8).

patients: answers for patients. The engine answers whoever its caller says is asking; a service asks `allowed` first, as
the command line does.
"""
OWNER_ALLOWS = ("criteria", "schedules", "patients")
"""What is on for the owner of a home at the command line. A service starts with nothing."""
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set. home: an absolute folder. jurisdiction: a lower-case country code ("uk"), "eu", or None.

    ranker: one of `RANKERS`; without a model or vectors, all are words. reranker: the folder of a cross-encoder,
    `NO_RERANKER` for none, or empty for the one that is carried. database_url: where the library is, if not in the home
    folder (`curbside.library.address` reads it); it may hold a password and is never shown. allow: some of `ALLOWABLE`,
    in that order.
    """

    home: Path
    jurisdiction: str | None = None
    database_url: str | None = field(default=None, repr=False)
    ranker: str = "hybrid"
    reranker: str = ""
    allow: tuple[str, ...] = ()

    def allowed(self, what: str) -> bool:
        """Whether the owner has turned on `what`.

        Raises ValueError where it is none of `ALLOWABLE`.
        """
        if what not in ALLOWABLE:
            raise ValueError(f"There is no {what!r} to allow; it is one of {', '.join(ALLOWABLE)}.")
        return what in self.allow

    @property
    def hash(self) -> str:
        """The hash of all settings that can change an answer (not of where the home or the library is)."""
        values = {k: v for k, v in asdict(self).items() if k not in ("home", "database_url", "allow")}
        values["criteria"] = self.allowed("criteria")
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
    if code not in JURISDICTIONS:
        raise UsageError(
            f"{value!r} is no jurisdiction; give a country code such as uk, us, jp, or eu, or international."
        )
    return code


def load(
    home: str | Path | None = None,
    jurisdiction: str | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    allow: tuple[str, ...] = OWNER_ALLOWS,
) -> Settings:
    """The settings in force; `home` and `jurisdiction` are those of the call.

    allow: what is on where neither the environment nor the file says: for the owner of the home `OWNER_ALLOWS`; a
    service or program that answers others gives `()`, as `Engine.open` does.

    Raises UsageError where the settings file or a value in it cannot be read.
    """
    environ = os.environ if environ is None else environ
    folder = Path(home or environ.get("CURBSIDE_HOME") or default_home()).expanduser().absolute()
    stored = _stored(folder / SETTINGS_FILE)
    chosen = jurisdiction or environ.get("CURBSIDE_JURISDICTION") or stored.get("jurisdiction")
    return Settings(
        home=folder,
        jurisdiction=jurisdiction_code(chosen) if chosen else None,
        database_url=environ.get(DATABASE_URL) or stored.get("database_url"),
        ranker=_ranker(environ.get("CURBSIDE_RANKER") or stored.get("ranker") or "hybrid"),
        reranker=_reranker(environ.get("CURBSIDE_RERANKER") or stored.get("reranker") or ""),
        allow=_allow(environ.get(ALLOW) or stored.get("allow"), allow),
    )


def save(settings: Settings) -> None:
    """Write what belongs to the home folder into its settings file, in one step.

    What else the file names (a database, a ranker, a reranker, what is allowed) stays named there; what the environment
    names is not written down.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    file = settings.home / SETTINGS_FILE
    lines = [f'jurisdiction = "{settings.jurisdiction}"\n'] if settings.jurisdiction else []
    named = _stored(file)
    for name in ("database_url", "ranker", "reranker"):
        if name in named:
            lines.append(f"{name} = {json.dumps(named[name], ensure_ascii=False)}\n")
    if "allow" in named:
        lines.append(f"allow = {json.dumps(_allow(named['allow'], ()))}\n")
    draft = settings.home / (SETTINGS_FILE + ".new")
    draft.touch()
    if file.is_file():
        shutil.copymode(file, draft)
    draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(file)


def _ranker(value: str) -> str:
    if value not in RANKERS:
        raise UsageError(f"CURBSIDE_RANKER is {value!r}; it is one of {', '.join(RANKERS)}.")
    return value


def _reranker(value: str) -> str:
    given = value.strip()
    return NO_RERANKER if given.lower() == NO_RERANKER else given


def _allow(value: str | None, usual: tuple[str, ...]) -> tuple[str, ...]:
    if value is None:
        return usual
    names = [n.strip().lower() for n in value.split(",") if n.strip()]
    unknown = [n for n in names if n not in (*ALLOWABLE, _NOTHING)]
    if unknown or not names or (_NOTHING in names and len(names) > 1):
        raise UsageError(
            f"{ALLOW} is {value!r}; it is any of {', '.join(ALLOWABLE)}, separated by commas, or {_NOTHING}."
        )
    return tuple(n for n in ALLOWABLE if n in names)


def _stored(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"The settings in {path} cannot be read: {error}.") from error
    unknown = sorted(set(values) - {"jurisdiction", "database_url", "ranker", "reranker", "allow"})
    if unknown:
        raise UsageError(f"The settings in {path} have an unknown name: {', '.join(unknown)}.")
    if isinstance(values.get("allow"), list):
        values["allow"] = ",".join(map(str, values["allow"])) or _NOTHING
    return {k: str(v) for k, v in values.items()}
