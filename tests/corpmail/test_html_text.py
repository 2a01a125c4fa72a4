import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpmail.html_text import html_to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("<p>One</p><p>two<br>three", "One\ntwo\nthree"),
        ("<b>bo</b>ld", "bold"),
        ("a  b\n c", "a b\nc"),
        ("Tom &amp; J&#233;r&eacute;my &bogus;", "Tom & Jérémy &bogus;"),
        ("<td>a</td><td>b</td>", "a b"),
        ('<img alt="x > y">seen', "seen"),
        ("<SCRIPT>var a = '<p>';</SCRIPT>seen", "seen"),
        ("<style>p {}</style><title>t</title><template>u</template>seen", "seen"),
        ("<head><p>No end of the head", "No end of the head"),
        ("<svg>drawn words</svg>", "drawn words"),
        ("a<!-- hidden --><!---->b", "ab"),
        ("<!DOCTYPE html><?php ?><![CDATA[x]]>b", "b"),
        ("2 < 3 and 5 > 4, <3", "2 < 3 and 5 > 4, <3"),
        ("cut <b", "cut <b"),
        ("<a href='open>rest", "rest"),
        ("<!-- open > rest", "rest"),
        ("<script>never closed", ""),
        ("", ""),
    ],
)
def test_readers_see_the_text_and_no_markup(source: str, text: str) -> None:
    assert html_to_text(source) == text


@pytest.mark.parametrize(
    "scrap",
    [
        "<a ",
        "<a x='",
        '<a x="',
        "<!--",
        "<!-- >",
        "<",
        "</",
        "<![if ",
        "<?",
        "&",
        "<script>",
        "<p>",
        '<a ">"',
        "<title>",
        "</title",
        "<style><",
        "'>",
        '">',
    ],
)
def test_a_page_of_scraps_is_read_in_no_time(scrap: str) -> None:
    # A parser that looks ahead from every scrap would outlast the suite's time limit.
    for end in ("", ">", "'>", '">', "-->"):
        html_to_text(scrap * 60_000 + end)


_SCRAPS = st.sampled_from(
    [
        "<",
        ">",
        "<p",
        "</p>",
        "<!--",
        "-->",
        "<![",
        "&#x",
        ";",
        "'",
        '"',
        "<script>",
        "</script",
        "\0",
    ]
)


@given(st.text() | st.lists(_SCRAPS).map("".join))
@example("<![foo bar]>")
@example("&#xD800;&#1114112;")
def test_any_text_is_read(source: str) -> None:
    html_to_text(source).encode("utf-8")
