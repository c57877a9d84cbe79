"""Shards: what was read of a part, in a Parquet file beside its manifest; both whole, or the part is done again.

    part-3f0a..b2.parquet       a row a document
    part-3f0a..b2.sayso.json    the manifest: what it covers, the file's SHA-256, counts, model, settings, failures

A file is written under another name, brought to the disk (fsync) and then renamed; the manifest comes last, and without
one that fits there is no shard.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sayso.config import VERSION
from sayso.engine.parts import Part
from sayso.engine.shard_folder import MANIFEST
from sayso.engine.shard_rows import Row, row_of
from sayso.engine.shard_table import write_rows
from sayso.errors import InputError
from sayso.keeping import Extracted
from sayso.read import Fetched, PassedOver, Revisited, Validators
from sayso.records import Failure, ModelVersion
from sayso.whole_files import writing_to

MANIFEST_BYTES = 50_000_000
"""A manifest names its failures, at most as many as a part has documents; what is larger is none."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a shard is and holds."""

    name: str
    covers: str
    """`Part.digest`."""
    first: str
    last: str
    """Origins of the part's first and last document or failure, for people."""
    sha256: str
    size: int
    documents: int
    statements: int
    not_extracted: Counter[str]
    model: ModelVersion
    how: str
    """The settings, as `pipeline.settings_json` writes them."""
    failures: tuple[Failure, ...]
    fetched: tuple[Fetched, ...]
    revisited: tuple[Revisited, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    """What web archives said."""

    def to_json(self) -> str:
        """Return it as people and programs read it."""
        value = {
            "shard": f"{self.name}.parquet",
            "sayso": VERSION,
            "covers": {"sha256": self.covers, "first": self.first, "last": self.last},
            "sha256": self.sha256,
            "bytes": self.size,
            "counts": {
                "documents": self.documents,
                "statements": self.statements,
                "failures": len(self.failures),
                "not_extracted": dict(sorted(self.not_extracted.items())),
            },
            "model": asdict(self.model),
            "settings": json.loads(self.how),
            "failures": [asdict(one) for one in self.failures],
            "fetched": [{"origin": one.origin, **asdict(one.validators)} for one in self.fetched],
            "revisited": [
                {**asdict(one), "sha1": one.sha1.hex() if one.sha1 is not None else None} for one in self.revisited
            ],
            "passed_over": [{"origin": one.origin, "reasons": dict(one.reasons)} for one in self.passed_over],
        }
        return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Shard:
    """What became of a part: its shard was written, or was there already."""

    manifest: Manifest
    was_there: bool


def finished(folder: Path, part: Part, model: ModelVersion, how: str) -> Manifest | None:
    """Return the manifest of a part that was read by this model with these settings, where its shard is whole."""
    path = folder / (part.name + MANIFEST)
    try:
        manifest = read_manifest(path)
        check_shard(path, manifest)
    except InputError:
        return None
    same = (manifest.covers, manifest.model, manifest.how) == (part.digest, model, how)
    return manifest if same else None


def write_shard(
    folder: Path, part: Part, found: Iterable[Extracted | Failure], model: ModelVersion, how: str
) -> Manifest:
    """Write a part's shard and then its manifest; `found` is what was found in its documents, in order."""
    tally = _Tally()
    path = folder / f"{part.name}.parquet"
    digest, size = _commit(path, lambda stream: write_rows(tally.rows(found, model), stream))
    ends = [one.origin for one in part.outcomes]
    manifest = Manifest(
        name=part.name,
        covers=part.digest,
        first=ends[0],
        last=ends[-1],
        sha256=digest,
        size=size,
        documents=tally.documents,
        statements=tally.statements,
        not_extracted=tally.not_extracted,
        model=model,
        how=how,
        failures=(*part.failures, *tally.failures),
        fetched=tuple(part.fetched({one.origin for one in tally.failures})),
        revisited=tuple(one for one in part.outcomes if isinstance(one, Revisited)),
        passed_over=tuple(one for one in part.outcomes if isinstance(one, PassedOver)),
    )
    words = manifest.to_json().encode("utf-8")
    _commit(folder / (part.name + MANIFEST), lambda stream: stream.write(words))
    return manifest


def manifests(folder: Path) -> Iterator[Path]:
    """Yield the manifests of a folder, by name."""
    yield from sorted(one for one in folder.iterdir() if one.name.endswith(MANIFEST))


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises `InputError` where it is none."""
    try:
        if path.stat().st_size > MANIFEST_BYTES:
            raise InputError(str(path), f"it has over {MANIFEST_BYTES:,} bytes, and is no manifest")
        value = json.loads(path.read_bytes())
        return _manifest(path.name.removesuffix(MANIFEST), value)
    except OSError as error:
        raise InputError(str(path), f"it can't be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = f"{type(error).__name__}: {str(error)[:80]}"
        raise InputError(str(path), f"it is no manifest of a shard ({what}): write the shard anew") from error


def check_shard(path: Path, manifest: Manifest) -> Path:
    """Return the shard of a manifest that stands at `path`. Raises `InputError` where it is absent or another."""
    shard = path.with_name(f"{manifest.name}.parquet")
    try:
        with shard.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(str(shard), f"it can't be read ({error.strerror}): write the shard anew") from error
    if digest != manifest.sha256:
        raise InputError(
            str(shard), f"its SHA-256 is {digest[:12]}.., and its manifest says {manifest.sha256[:12]}..: write it anew"
        )
    return shard


@dataclass(slots=True)
class _Tally:
    """Counts while rows go by."""

    documents: int = 0
    statements: int = 0
    not_extracted: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def rows(self, found: Iterable[Extracted | Failure], model: ModelVersion) -> Iterator[Row]:
        for one in found:
            if isinstance(one, Failure):
                self.failures.append(one)
                continue
            self.documents += 1
            self.statements += len(one.statements)
            if one.article.not_extracted:
                self.not_extracted[one.article.not_extracted] += 1
            yield row_of(one, model)


def _manifest(name: str, value: Any) -> Manifest:  # noqa: ANN401 - JSON
    covers, counts = value["covers"], value["counts"]
    how = json.dumps(value["settings"], sort_keys=True)
    texts = [covers["sha256"], covers["first"], covers["last"], value["sha256"], *value["model"].values()]
    numbers = [value["bytes"], counts["documents"], counts["statements"], *counts["not_extracted"].values()]
    if not all(isinstance(one, str) for one in texts) or not all(isinstance(one, int) for one in numbers):
        raise TypeError("a field holds something else than text, or than a number")
    if not isinstance(value["settings"], dict):
        raise TypeError("its settings are none")
    if value["shard"] != f"{name}.parquet":
        raise ValueError(f"it names {str(value['shard'])[:40]!r}, and not the file beside it")
    return Manifest(
        name=name,
        covers=covers["sha256"],
        first=covers["first"],
        last=covers["last"],
        sha256=value["sha256"],
        size=value["bytes"],
        documents=counts["documents"],
        statements=counts["statements"],
        not_extracted=Counter(counts["not_extracted"]),
        model=ModelVersion(**value["model"]),
        how=how,
        failures=tuple(Failure(str(one["origin"]), str(one["reason"])) for one in value["failures"]),
        fetched=tuple(
            Fetched(str(one["origin"]), Validators(one["etag"], one["last_modified"])) for one in value["fetched"]
        ),
        revisited=tuple(_revisited(one) for one in value["revisited"]),
        passed_over=tuple(
            PassedOver(str(one["origin"]), tuple((str(what), int(number)) for what, number in one["reasons"].items()))
            for one in value["passed_over"]
        ),
    )


def _revisited(value: Any) -> Revisited:  # noqa: ANN401 - JSON
    told = {name: value[name] for name in ("document_id", "refers_on", "sha1")}
    if not all(one is None or isinstance(one, str) for one in told.values()):
        raise TypeError("a field holds something else than text")
    return Revisited(
        origin=str(value["origin"]),
        fetched=str(value["fetched"]),
        name=str(value["name"]),
        document_id=told["document_id"],
        refers_to=str(value["refers_to"]),
        refers_name=str(value["refers_name"]),
        refers_on=told["refers_on"],
        sha1=None if told["sha1"] is None else bytes.fromhex(told["sha1"]),
    )


def _commit(path: Path, write: Callable[[BinaryIO], int]) -> tuple[str, int]:
    """Write a file so that it appears whole or not, whenever the machine stops; return its SHA-256 and size.

    Raises OutputError.
    """
    with writing_to(path):
        part, handle = _beside(path)
        try:
            with open(handle, "w+b") as file:  # noqa: PTH123 - what is open has no path
                write(file)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                size = file.tell()
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        finally:  # an error in closing it, as on a full disk, would otherwise leave it behind
            part.unlink(missing_ok=True)
    _sync_folder(path.parent)
    for left in path.parent.glob(f".{path.name}.*.part"):  # by one who was killed while he wrote the same
        left.unlink(missing_ok=True)
    return digest, size


def _beside(path: Path) -> tuple[Path, int]:
    """Make an empty file beside another; return it, and the number that it is open by."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    return Path(name), handle


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Bring a rename to the disk, where the system can."""
    with suppress(OSError):  # Windows opens no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
