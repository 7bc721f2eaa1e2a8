"""Settings: one frozen object, built from an optional TOML file and the command line, passed in, never global."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set.

    ``base`` is the IRI under which documents, claims and entities are named; it ends in ``/`` or ``#``.
    ``max_bytes`` is the size in bytes above which an input file is refused. ``threads`` is the number of
    threads that the recogniser may use, 0 for one a core. ``contact`` is the mail address or page that online
    services are told in the User-Agent. ``recogniser`` names the recogniser to use.
    """

    base: str = "https://kg.example/id/"
    max_bytes: int = 20_000_000
    threads: int = 0
    contact: str | None = None
    recogniser: str = "joint"


def read_settings(path: Path | None = None, **overrides: Any) -> Settings:  # noqa: ANN401
    """Return the settings of a TOML file (none: the defaults) with those of the command line over them.

    An override of None leaves the file's value.

    :raises UsageError: the file cannot be read, or a setting is unknown or of the wrong kind.
    """
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"{path}: cannot read the settings ({error})") from error
    values |= {key: value for key, value in overrides.items() if value is not None}
    return _checked(values, where=str(path) if path is not None else "settings")


def _checked(values: dict[str, Any], *, where: str) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    settings = Settings()
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{where}: no setting is called {key!r}; there are {', '.join(sorted(known))}")
        if not isinstance(value, int if key in ("max_bytes", "threads") else str):
            raise UsageError(f"{where}: {key} is of the wrong kind: {value!r}")
        settings = replace(settings, **{key: value})
    if not settings.base.endswith(("/", "#")):
        raise UsageError(f"{where}: base must end in / or #, not {settings.base!r}")
    return settings
