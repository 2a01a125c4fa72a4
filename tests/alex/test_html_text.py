from hypothesis import given
from hypothesis import strategies as st

from alex.tools.html_text import read_html


def test_shows_what_a_reader_would_see() -> None:
    html = (
        "<html><head><title>x</title><style>p {}</style></head><body><h1>Menu</h1>"
        "<p>Soup &amp; bread<br>at   noon</p><script>alert(1)</script><ul><li>a<li>b</ul></body>"
    )
    assert read_html(html) == "Menu\n\nSoup & bread\nat noon\n\na\nb"


def test_what_is_unseen_ends_with_its_outermost_tag() -> None:
    assert read_html("<head><template>unseen</head>seen") == "seen"


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<script>", "</script>", "<!--", "&#x;"]) | st.text())
)
def test_any_text_is_taken(parts: list[str]) -> None:
    assert isinstance(read_html("".join(parts)), str)
