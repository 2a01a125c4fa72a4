import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpmail.attachment_text import ExtractedText, attachment_text

PAGE = b"BT /F1 12 Tf 72 720 Td (Page %d of the budget) Tj ET"


def make_pdf(
    streams: Sequence[bytes], *, extra: Sequence[bytes] = (), filters: bytes = b""
) -> bytes:
    """Return a PDF with a page for each content stream; extra objects begin at number 100."""
    pages = range(10, 10 + 2 * len(streams), 2)
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(streams)),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    resources = b"<</Font<</F1 3 0 R>>/XObject<</X0 100 0 R>>>>"
    for number, stream in zip(pages, streams, strict=True):
        objects[number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources%s/Contents %d 0 R>>"
            % (resources, number + 1)
        )
        objects[number + 1] = b"<</Length %d%s>>\nstream\n%s\nendstream" % (
            len(stream),
            filters,
            stream,
        )
    objects.update(enumerate(extra, start=100))
    content, offsets = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        offsets[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in offsets.items())
    start = len(content)
    content += b"xref\n0 1\n0000000000 65535 f \n" + table
    return content + b"trailer\n<</Size 999/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def read(
    content: bytes, *, name: str = "file.pdf", kind: str = "", chars: int = 1000
) -> ExtractedText:
    return attachment_text(name, kind, content, max_chars=chars)


def test_the_text_of_a_pdf_is_read_page_by_page() -> None:
    content = make_pdf([PAGE % number for number in (1, 2)])
    assert read(content) == ExtractedText("Page 1 of the budget\nPage 2 of the budget")


def test_reading_a_long_pdf_stops_when_there_is_enough() -> None:
    found = read(make_pdf([PAGE % number for number in range(50)]), chars=30)
    assert found == ExtractedText("Page 0 of the budget\nPage 1 of", truncated=True)


def test_a_pdf_without_text_says_so() -> None:
    found = read(make_pdf([b"0 0 100 100 re f"]))
    assert (found.text, found.truncated) == ("", False)
    assert found.note is not None


def make_form(draws: int, *, times: int) -> bytes:
    """Return a form that draws another object some times."""
    stream = b"/X0 Do " * times
    return (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X0 %d 0 R>>>>"
        b"/Length %d>>\nstream\n%s\nendstream" % (draws, len(stream), stream)
    )


def make_bomb(filters: bytes) -> bytes:
    return make_pdf([zlib.compress(b"(x) Tj " * 5_000_000, 9)], filters=b"/Filter" + filters)


GOOD = make_pdf([PAGE % 1])
HOSTILE: dict[str, Callable[[], bytes]] = {
    "cut in half": lambda: GOOD[: len(GOOD) // 2],
    "header only": lambda: b"%PDF-1.7\n",
    "no pdf": lambda: b"plainly something else",
    "zip bomb": lambda: make_bomb(b"/FlateDecode"),
    "filters in filters": lambda: make_bomb(b"[" + b"/FlateDecode" * 100 + b"]"),
    "form that draws itself": lambda: make_pdf([b"/X0 Do"], extra=[make_form(100, times=1)]),
    "forms that fan out": lambda: make_pdf(
        [b"/X0 Do"], extra=[make_form(101 + level, times=20) for level in range(12)]
    ),
    "page tree in a ring": lambda: GOOD.replace(b"/Kids[10 0 R]", b"/Kids[2 0 R] "),
    "nest of arrays": lambda: GOOD.replace(b"/Type/Catalog", b"/A" + b"[" * 5_000),
    "many operations": lambda: make_pdf([b"q Q " * 900_000]),
    "negative length": lambda: GOOD.replace(b"/Length 5", b"/Length -"),
    "huge length": lambda: GOOD.replace(b"/Length 5", b"/Length 99999999995"),
    "number for a name": lambda: GOOD.replace(b"/Helvetica", b"42        "),
    "encrypted": lambda: GOOD.replace(b"/Root", b"/Encrypt<</Filter/Standard/V 9>>/Root"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_pdf_gives_a_note_or_little_text(kind: str) -> None:
    found = read(HOSTILE[kind]())
    assert len(found.text) <= 1000
    assert found.note is not None or found.text


def test_a_pdf_that_is_too_large_is_not_opened() -> None:
    found = read(b"%PDF-1.7\n" + bytes(21_000_000))
    assert found.note is not None
    assert "larger" in found.note


@settings(deadline=None)
@given(st.data())
def test_no_damage_to_a_pdf_crashes_the_reader(data: st.DataObject) -> None:
    content = bytearray(make_pdf([PAGE % 1, PAGE % 2]))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        patch = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"[[", b"<<", b"9 0 R", b"-1", b"/"])
        )
        content[at : at + data.draw(st.integers(0, 12))] = patch
    found = read(bytes(content))
    found.text.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "kind", "content", "text"),
    [
        ("a.txt", "text/plain", b"plain", "plain"),
        ("a", "text/markdown", b"# Title\r\n", "# Title\n"),
        ("a.csv", "text/csv; charset=utf-8", "é;b".encode(), "é;b"),
        ("a.csv", "application/octet-stream", b"a;b", "a;b"),
        ("a.json", "application/json", b'{"a": 1}', '{"a": 1}'),
        ("a.bin", "application/ld+json", b"{}", "{}"),
        ("a.txt", "text/plain", "\ufeffwith a mark".encode(), "with a mark"),
        ("a.txt", "text/plain", "both bytes é".encode("utf-16"), "both bytes é"),
        ("a.txt", "text/plain", b"caf\xe9 \x80", "café €"),
        (
            "a.html",
            "text/html",
            b"<title>t</title><p>One<p>T&amp;wo<script>no</script>",
            "One\nT&wo",
        ),
        ("A.HTM", "", b"<td>a<td>b", "a b"),
    ],
)
def test_texts_of_every_kind_are_read(name: str, kind: str, content: bytes, text: str) -> None:
    assert attachment_text(name, kind, content, max_chars=100) == ExtractedText(text)


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("a.png", "image/png", b"\x89PNG"),
        ("a.txt", "text/plain", b""),
        ("a.txt", "text/plain", b"bin\x00ary"),
        ("a.html", "text/html", b"bin\x00ary"),
        ("a.zip", "application/zip", b"PK"),
        ("a", "", b"?"),
    ],
)
def test_what_is_no_text_says_so(name: str, kind: str, content: bytes) -> None:
    found = attachment_text(name, kind, content, max_chars=100)
    assert found.text == ""
    assert not found.truncated
    assert found.note is not None


@pytest.mark.parametrize("text", ["x" * 101, "é" * 101, "東" * 101, "😀" * 101, "é" + "x" * 10_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_long_texts_are_cut_between_characters(text: str, encoding: str) -> None:
    found = attachment_text("a.txt", "text/plain", text.encode(encoding), max_chars=100)
    assert found == ExtractedText(text[:100], truncated=True)


def test_long_pages_are_cut_too() -> None:
    found = attachment_text("a.html", "text/html", b"<p>x</p>" * 5_000, max_chars=100)
    assert found.truncated
    assert len(found.text) == 100


@given(st.text(), st.text(), st.binary())
@example("a.pdf", "application/pdf", b"%PDF")
@example("a", "text/html", b"<![if")
@example("a", "text/html", b"<" * 1000)
def test_any_file_is_answered(name: str, kind: str, content: bytes) -> None:
    found = attachment_text(name, kind, content, max_chars=50)
    assert len(found.text) <= 50
    f"{found.text}{found.note}".encode()
