"""What is shown of a mail's HTML: its text and structure, and nothing that could load or run."""

import nh3

from insider.visible import make_visible

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "div", "dl", "dt"),
    *("em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "small"),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u"),
    "ul",
}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
MOST_CHARS = 200_000
"""Of one mail's HTML; the rest is in its file."""


def clean_html(source: str) -> str:
    """Return a mail's HTML without scripts, styles, pictures, links' addresses and forms.

    Args:
        source: As it came; hostile.
    """
    return nh3.clean(
        make_visible(source[:MOST_CHARS]),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "template", "title", "noscript", "svg", "math"},
        strip_comments=True,
        link_rel=None,
        url_schemes=set(),
    )
