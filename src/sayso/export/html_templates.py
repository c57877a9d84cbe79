"""Templates of HTML: what they are given is escaped, and what they are not given is an error."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from sayso.export.marking import shown


def html_templates(package: str) -> Environment:
    """Return the templates of a package; the filter `shown` writes out what can't be seen, too.

    >>> html_templates("sayso.export").from_string("<b>{{ name|shown }}</b>").render(name="a<b")
    '<b>a&lt;b</b>'
    """
    templates = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["shown"] = shown
    return templates
