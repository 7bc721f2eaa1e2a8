"""Find, check and open the recogniser's model files."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from kg.errors import ModelError
from kg.recognise.decode import Floats
from kg.resources import resource_folder

FILES = ("encoder.onnx", "heads.npz", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """An opened model: its settings, the weights of the small heads and the encoder session."""

    folder: Path
    config: dict[str, Any]
    heads: dict[str, Floats]
    session: onnxruntime.InferenceSession

    @property
    def version(self) -> str:
        """Return the name and a digest of all the files, which changes when any of them does."""
        whole = json.dumps(self.config, sort_keys=True).encode()
        return f"{self.config['name']}-{hashlib.sha256(whole).hexdigest()[:12]}"

    @property
    def cores(self) -> int:
        """Return how many cores this process may run on."""
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def encoder(self, ids: list[int]) -> tuple[Floats, Floats, Floats]:
        """Run the encoder over one window; safe to call from several threads."""
        hidden, spans, triggers = self.session.run(None, {"ids": np.asarray([ids], np.int64)})
        return hidden[0], spans[0], triggers[0]


def model_folder() -> Path:
    """Return the folder of the model that travels with the package.

    :raises ModelError: it is missing.
    """
    folder = resource_folder("data") / "model"
    if not folder.is_dir():
        raise ModelError(f"{folder}: the model is missing from this installation; install kg anew")
    return folder


def open_model(folder: Path) -> ModelFiles:
    """Open a model folder after checking each file against its checksum.

    :raises ModelError: a file is missing, damaged or cannot be opened.
    """
    config = _config(folder)
    for name in FILES:
        _check(folder / name, config["sha256"].get(name, ""))
    try:
        with np.load(folder / "heads.npz") as heads:
            weights = {k: heads[k] for k in heads.files}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise ModelError(f"{folder}: cannot open the model ({error})") from error
    return ModelFiles(folder, config, weights, session)


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot read the model's settings ({error})") from error
    missing = {"name", "sha256", "bias", "calibration"} - config.keys()
    if missing:
        raise ModelError(f"{path}: lacks {', '.join(sorted(missing))}; install kg anew")
    return config


def _check(path: Path, expected: str) -> None:
    try:
        actual = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot read the model file ({error}); install kg anew") from error
    if actual != expected:
        raise ModelError(f"{path}: damaged (SHA-256 {actual[:12]}, not {expected[:12]}); install kg anew")
