import pytest

from insider.scenarios.markdown import to_html, to_plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Hello *you* and **you**.", "Hello you and you."),
        ("# News\n\nToday.", "News\n====\n\nToday."),
        ("- one\n- two\n  more\n", "* one\n* two\n  more"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("- a\n  - b\n\nEnd", "* a\n  * b\n\nEnd"),
        ("[site](https://a.example)", "site (https://a.example)"),
        ("<https://a.example>", "https://a.example"),
        ("![a chart](c.png)", "[a chart]"),
        ("```\nx = 1\n```", "    x = 1"),
        ("a\n\n---\n\nb", f"a\n\n    {'-' * 40}\n\nb"),
        ("|a|b|\n|-|-|\n|1|2|", "a | b\n1 | 2"),
        ("5 < 6 & <b>bold</b>", "5 < 6 & <b>bold</b>"),
        ("one  \ntwo", "one\ntwo"),
    ],
)
def test_the_text_part_reads_like_a_mail(markdown: str, text: str) -> None:
    assert to_plain(markdown) == text


def test_the_html_part_is_a_document() -> None:
    html = to_html("# News\n\n|a|\n|-|\n|1|")
    assert html.startswith("<!DOCTYPE html>")
    assert "<h1>News</h1>" in html
    assert "<table>" in html


def test_raw_html_is_shown_and_not_obeyed() -> None:
    html = to_html("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in html
    assert 'href="javascript' not in html
