"""What an address asks for: the fields of a filter, by the names that stand in addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.errors import UsageError

LONGEST = 300
"""Characters of one value."""

NO = frozenset({"0", "no", "false"})
"""What `rejected` may say, in any letters, where the rejected ones are not wanted: the same as leaving it out."""

LONGEST_NUMBER = 18
"""Digits: what a 64-bit integer holds."""

FIELDS: Mapping[str, str] = {
    "q": "search",
    "speaker": "speaker",
    "actor": "actor",
    "target": "target",
    "target_actor": "target_actor",
    "addressee": "addressee",
    "outlet": "outlet",
    "via": "via",
    "act": "act",
    "manner": "manner",
    "since": "since",
    "until": "until",
    "said_since": "said_since",
    "said_until": "said_until",
    "min_confidence": "min_confidence",
    "in_article": "in_article",
    "rejected": "rejected",
    "arrived": "arrived_after",
}
"""Name in an address -> field of the filter."""

WORDS = "words"
"""Stands in an address, as `words=1`, where what is typed is looked for by words alone."""

NAMES = {
    "actor": "said by",
    "target_actor": "aimed at",
    "q": "words",
    "in_article": "words of the article",
    "min_confidence": "confidence from",
    "said_since": "said since",
    "said_until": "said until",
    "rejected": "rejected ones too",
    "arrived": "new since page",
}
"""What a field is called on the screen, where not by its name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The values of an address, and the filter's fields that they give."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Return what is asked for: values that are known and not blank. Raises UsageError for one that is too long."""
        values = {name: given[name].strip() for name in FIELDS if given.get(name, "").strip()}
        if values.get("rejected", "").lower() in NO:
            del values["rejected"]
        for name, value in values.items():
            if len(value) > LONGEST:
                raise UsageError(f"{name} {value[:20]!r}.. has {len(value):,} characters: give up to {LONGEST}.")
        return cls(values | ({WORDS: "1"} if given.get(WORDS) == "1" else {}))

    @classmethod
    def saved(cls, wanted: Mapping[str, Any], *, meaning: bool) -> Asked:
        """Return what asks for a saved search: the fields of a filter, and whether it goes by meaning too."""
        names = {field: name for name, field in FIELDS.items()}
        values = {names[field]: str(value) for field, value in wanted.items() if field in names and value is not False}
        return cls(values if meaning else values | {WORDS: "1"})

    @property
    def by_meaning(self) -> bool:
        """Return whether what is typed is looked for by meaning too."""
        return WORDS not in self.values

    def filter(self) -> dict[str, Any]:
        """Return the filter's fields.

        >>> Asked({"q": "strait", "min_confidence": ".9"}).filter()
        {'search': 'strait', 'min_confidence': 0.9}
        """
        fields: dict[str, Any] = {FIELDS[name]: value for name, value in self.values.items() if name in FIELDS}
        if "min_confidence" in fields:
            fields["min_confidence"] = _number(fields["min_confidence"])
        if "rejected" in fields:
            fields["rejected"] = fields["rejected"].lower() not in NO
        if "arrived_after" in fields:
            fields["arrived_after"] = _arrival(fields["arrived_after"])
        return fields

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return (name in an address, name on the screen, value) of what narrows the list down."""
        return [(name, NAMES.get(name, name), value) for name, value in self.values.items() if name in FIELDS]


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise UsageError(f"min_confidence {value!r} is no number: give one from 0 to 1.") from None


def _arrival(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
        raise UsageError(f"arrived {value!r} is no number of a page: leave it out for all.")
    return int(value)
