"""A file for a mail that names an attachment of which the framework has no content.

Called by ``make_pack``. A live agent can open what is attached, so that something must be there: a
page with the title, the classification and the headings that the mail itself names.
"""

from collections.abc import Sequence
from textwrap import wrap

_WIDTH = 80
_LINES = 46
_HEAD = b"%PDF-1.4\n"


def make_cover_sheet(lines: Sequence[str]) -> bytes:
    """Return a PDF of one page with these lines; the same words make the same bytes."""
    shown = [part for line in lines for part in (wrap(line, _WIDTH) or [""])]
    operators = ["BT /F1 12 Tf 72 740 Td 15 TL"]
    operators += [f"({_escaped(line)}) '" for line in shown[:_LINES]]
    stream = " ".join((*operators, "ET")).encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, places = _HEAD, []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    end += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
    return written + end + b"startxref\n%d\n%%%%EOF\n" % len(written)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
