"""Where a ledger is: a file, or a database on a PostgreSQL server. Passwords are never among what is shown of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from sayso.errors import UsageError

SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a server. As text it is its address, without the password and the options."""

    url: URL = field(repr=False)

    @classmethod
    def read(cls, address: str) -> Server:
        """Return the server of an address; UsageError for what is none, of which nothing is quoted: it has a password.

        >>> str(Server.read("postgresql://ana:secret@db.example:5433/press?sslmode=require"))
        'postgresql://ana@db.example:5433/press'
        """
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):
            raise UsageError(
                "The address of the ledger can't be read: give postgresql://USER@HOST/DATABASE, with @ and / within a "
                "name or a password written as %40 and %2F."
            ) from None
        return cls(url.set(drivername="postgresql+psycopg"))

    def __str__(self) -> str:
        bare = URL.create("postgresql", self.url.username, None, self.url.host, self.url.port, self.url.database)
        return bare.render_as_string()

    def without_secrets(self, text: str) -> str:
        """Return a message about the server without the passwords that it was reached by.

        >>> Server.read("postgresql://ana:s3cret@db.example/press").without_secrets("no user s3cret")
        'no user ***'
        """
        options = [self.url.query.get(name) for name in ("password", "sslpassword")]
        for secret in (self.url.password, *options):
            if secret:
                text = text.replace(str(secret), "***")
        return text


Place = Path | Server
"""Where a ledger is."""


def place_of(given: str | os.PathLike[str]) -> Place:
    """Return where a ledger is that is given as an address or as the name of a file.

    >>> str(place_of("postgresql://db.example/press")), place_of("press.db").suffix
    ('postgresql://db.example/press', '.db')
    """
    if isinstance(given, str) and given.startswith(SCHEMES):
        return Server.read(given)
    return Path(given)
