"""What a site asks of robots, and what sayso asks of itself: robots.txt (RFC 9309) and a pause between pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from protego import Protego

from sayso.errors import InputError

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309, section 2.5: at least 500 KiB must be read; what follows is left out."""

PAUSE = 1.0
"""Seconds between two pages of one site: what a patient reader would need, and no site's load."""

MAX_PAUSE = 30.0
"""The longest `Crawl-delay` that is waited for; some sites write hours, meaning 'stay away from all'."""

KEPT = 24 * 3600.0
"""Seconds for which a robots.txt is gone by (RFC 9309, section 2.4), where a run goes on for so long."""

FAILED_KEPT = 600.0
"""The same for one that could not be read."""

CLIENT_ERROR = 400
SERVER_ERROR = 500

Fetch = Callable[[str], tuple[int, bytes]]
"""URL of a robots.txt -> (HTTP status, body), redirects followed; raises `InputError` where there is no answer."""


class Robots:
    """The robots.txt files met in this run, each fetched once, and when each site was last asked for a page.

    A site is the front of a URL: `https://example.org`.
    """

    def __init__(
        self,
        agent: str,
        fetch: Fetch,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._agent = agent
        self._fetch = fetch
        self._sleep = sleep
        self._monotonic = monotonic
        self._rules: dict[str, Protego | str] = {}
        self._read_at: dict[str, float] = {}
        self._asked: dict[str, float] = {}

    def check(self, site: str, url: str) -> None:
        """Raise `InputError` where the site asks sayso not to fetch the URL, or can't say whether it does."""
        if site not in self._rules:
            self._rules[site] = self._read(site)
            self._read_at[site] = self._monotonic()
        rules = self._rules[site]
        if isinstance(rules, str):
            raise InputError(url, rules)
        if not rules.can_fetch(url, self._agent):
            raise InputError(url, f"{site}/robots.txt asks {self._agent!r} not to fetch it")

    def wait_for(self, site: str) -> None:
        """Sleep until the site may be asked for another page."""
        rules = self._rules.get(site)
        delay = rules.crawl_delay(self._agent) if isinstance(rules, Protego) else None
        pause = min(max(PAUSE, float(delay or 0)), MAX_PAUSE)
        now = self._monotonic()
        rest = self._asked.get(site, now - pause) + pause - now
        if rest > 0:
            self._sleep(rest)
        self._asked[site] = self._monotonic()

    def forget_old(self) -> None:
        """Forget what is older than it may be, so that it is read again when the site is next asked for a page."""
        now = self._monotonic()
        for site, at in list(self._read_at.items()):
            if now - at >= (FAILED_KEPT if isinstance(self._rules[site], str) else KEPT):
                del self._rules[site], self._read_at[site]

    def _read(self, site: str) -> Protego | str:
        """Return the site's rules, or why nothing of it is fetched (RFC 9309, section 2.3.1).

        Without a robots.txt all is allowed; where its server fails, nothing is, and is not tried again in this run.
        """
        try:
            status, body = self._fetch(f"{site}/robots.txt")
        except InputError as error:
            return f"{site}/robots.txt can't be read, so nothing of the site is fetched: {error.reason}"
        if status >= SERVER_ERROR:
            return f"{site}/robots.txt answers with status {status}, so nothing of the site is fetched"
        return Protego.parse(body.decode("utf-8", "replace") if status < CLIENT_ERROR else "")
