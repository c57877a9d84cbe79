"""A bundle's manifest: its settings, its files' checksums, and a version that follows from both."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sayso.model.bundle import FILES, MANIFEST


def write_manifest(settings: dict, out: Path) -> str:
    """Write `bundle.json` beside the files, and return the version."""
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    decides = {**settings, "files": files}
    version = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
    bundle = {"name": "sayso-attribution", "version": version, **decides}
    (out / MANIFEST).write_text(json.dumps(bundle, indent=2) + "\n", encoding="utf-8")
    return version


def rewrite_manifest(out: Path, changes: dict) -> str:
    """Write it again with other settings, the rest as they were, and return the version."""
    was = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    return write_manifest({k: v for k, v in was.items() if k not in ("name", "version", "files")} | changes, out)
