"""The settings: one table of name, default and help. Nothing is read from the environment at import."""

from __future__ import annotations

from dataclasses import dataclass, field

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and choices of a run; pass a changed copy (`dataclasses.replace`) where the defaults do not fit."""

    max_bytes: int = field(default=20_000_000, metadata={"help": "largest document, in bytes, after decompression"})
    """The largest page of the pages we looked at has 5 MB; what is over 20 MB is no press page."""
    max_lines: int = field(default=200_000, metadata={"help": "most lines of a page or text that is read"})
    """Press pages have hundreds; what has more is a log, a word list or an attack, and each costs 50 microseconds."""
    max_characters: int = field(
        default=300_000,
        metadata={"help": "characters of one page's main text that the model reads; what follows is kept"},
    )
    """Fifty thousand words, thirty times a long report; the transcript of a day's hearing has about as many."""
    max_seconds: float = field(
        default=600.0, metadata={"help": "seconds that reading one page may take, as a last resort"}
    )
    timeout: float = field(default=20.0, metadata={"help": "seconds without a byte before a URL is given up"})
    total_timeout: float = field(default=60.0, metadata={"help": "seconds for one URL, redirects included"})
    max_redirects: int = field(default=5, metadata={"help": "redirects followed before a URL is given up"})
    allow_private: bool = field(default=False, metadata={"help": "fetch from loopback and private addresses"})
    user_agent: str = field(
        default=f"sayso/{VERSION} (reads press pages for their quotations)", metadata={"help": "how sayso names itself"}
    )
    text_column: str | None = field(default=None, metadata={"help": "column of a table that holds the text or HTML"})
    plain: bool = field(default=False, metadata={"help": "the input is clean text: every line is body"})
    language: tuple[str, ...] = field(
        default=(), metadata={"help": "of a web archive, only pages in these languages: en; none for all"}
    )
    outlet: tuple[str, ...] = field(
        default=(),
        metadata={"help": "of a web archive, only pages of these hosts, or below them; none for all"},
    )
    since: str | None = field(default=None, metadata={"help": "of a web archive, only pages archived then or later"})
    until: str | None = field(default=None, metadata={"help": "of a web archive, only pages archived then or before"})
    limit: int | None = field(default=None, metadata={"help": "pages taken from all web archives of a run, at most"})
    threads: int = field(
        default=0, metadata={"help": "windows of text that the model reads at a time; 0 for one a core"}
    )
    device: str = field(default="cpu", metadata={"help": "what the model runs on: cpu, or cuda for an NVIDIA GPU"})
    batch_articles: int = field(default=64, metadata={"help": "articles stored at a time, and read ahead at most"})


DEFAULTS = Settings()
