"""Settings: one frozen object, from an optional TOML file and the command line, passed in, never global."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import UsageError
from kg.model import MENTION_TYPES


@dataclass(frozen=True, slots=True)
class PluginSettings:
    """What a recogniser other than our own needs to be told: the table ``[plugin]`` of a settings file.

    ``model`` is the folder of a model (``huggingface``, ``gliner``) or the name of one at the endpoint
    (``llm``). ``labels`` maps its labels to types of mention; without it the usual labels are understood.
    ``threshold`` is the score in [0, 1] below which its mentions are not taken. ``url`` is the base of an
    OpenAI-compatible service (``http://127.0.0.1:8000/v1``), ``key_variable`` the environment variable that
    holds its key, ``timeout`` the seconds to wait for an answer. ``score``, in [0, 1], is given to what
    comes without a score: the share of it that was right when it was measured.
    """

    model: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    threshold: float = 0.5
    url: str | None = None
    key_variable: str | None = None
    timeout: float = 120.0
    score: float = 0.8


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set.

    ``base`` is the IRI under which documents, claims and entities are named; it ends in ``/`` or ``#``.
    ``max_bytes`` is the size in bytes above which an input file is refused. ``threads`` is the number of
    threads that the recogniser may use, 0 for one a core. ``contact`` is the mail address or page that online
    services are told in the User-Agent. ``recogniser`` names the recogniser to use: ``joint``,
    ``huggingface``, ``gliner`` or ``llm``; ``plugin`` says what the last three need.
    """

    base: str = "https://kg.example/id/"
    max_bytes: int = 20_000_000
    threads: int = 0
    contact: str | None = None
    recogniser: str = "joint"
    plugin: PluginSettings = field(default_factory=PluginSettings)


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
    values = dict(values)
    plugin = values.pop("plugin", {})
    if not isinstance(plugin, dict):
        raise UsageError(f"{where}: plugin is a table of settings, not {plugin!r}")
    settings = _filled(Settings(), values, where=where)
    if not settings.base.endswith(("/", "#")):
        raise UsageError(f"{where}: base must end in / or #, not {settings.base!r}")
    if not _IRI.fullmatch(settings.base):
        raise UsageError(f"{where}: base must be an IRI such as {Settings().base}, not {settings.base!r}")
    return replace(settings, plugin=_checked_plugin(plugin, where=f"{where}: plugin"))


def _checked_plugin(values: dict[str, Any], *, where: str) -> PluginSettings:
    plugin = _filled(PluginSettings(), values, where=where)
    for key, value in plugin.labels.items():
        if value not in MENTION_TYPES:
            raise UsageError(
                f"{where}: label {key!r} cannot stand for {value!r}; types are {', '.join(MENTION_TYPES)}"
            )
    for name in ("threshold", "score"):
        if not 0 <= getattr(plugin, name) <= 1:
            raise UsageError(f"{where}: {name} must lie in [0, 1], not {getattr(plugin, name)}")
    if plugin.timeout <= 0:
        raise UsageError(f"{where}: timeout must be above 0 seconds, not {plugin.timeout}")
    return plugin


_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`%]+")
"""An absolute IRI. Source: RFC 3987, section 2.2; W3C, SPARQL 1.1, IRIREF."""

_T = TypeVar("_T", Settings, PluginSettings)

_KINDS: dict[str, tuple[type, ...]] = {
    "max_bytes": (int,),
    "threads": (int,),
    "threshold": (int, float),
    "timeout": (int, float),
    "score": (int, float),
    "labels": (dict,),
}
"""Setting -> what it may be; all others are text."""


def _filled(settings: _T, values: dict[str, Any], *, where: str) -> _T:
    known = sorted(f.name for f in fields(settings))
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{where}: no setting is called {key!r}; there are {', '.join(known)}")
        if not isinstance(value, _KINDS.get(key, (str,))) or isinstance(value, bool):
            raise UsageError(f"{where}: {key} is of the wrong kind: {value!r}")
    return replace(settings, **values)
