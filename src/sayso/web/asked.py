"""What an address asks for: the fields of a filter, by the names that stand in addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.errors import UsageError

LONGEST = 300
"""Characters of one value."""

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
}
"""Name in an address -> field of the filter."""

NAMES = {
    "actor": "said by",
    "target_actor": "aimed at",
    "q": "words",
    "in_article": "words of the article",
    "min_confidence": "confidence from",
    "said_since": "said since",
    "said_until": "said until",
    "rejected": "rejected ones too",
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
        for name, value in values.items():
            if len(value) > LONGEST:
                raise UsageError(f"{name} {value[:20]!r}.. has {len(value):,} characters: give up to {LONGEST}.")
        return cls(values)

    def filter(self) -> dict[str, Any]:
        """Return the filter's fields.

        >>> Asked({"q": "strait", "min_confidence": ".9"}).filter()
        {'search': 'strait', 'min_confidence': 0.9}
        """
        fields: dict[str, Any] = {FIELDS[name]: value for name, value in self.values.items()}
        if "min_confidence" in fields:
            fields["min_confidence"] = _number(fields["min_confidence"])
        if "rejected" in fields:
            fields["rejected"] = fields["rejected"] not in ("0", "no", "false")
        return fields

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return (name in an address, name on the screen, value) of what narrows the list down."""
        return [(name, NAMES.get(name, name), value) for name, value in self.values.items()]


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise UsageError(f"min_confidence {value!r} is no number: give one from 0 to 1.") from None
