"""What can be read of an attached file as text.

Called by the API when somebody reads an attachment, and by inspectors. The file is hostile: every
step is bounded by sizes and counts, never by time, so that the answer is the same on every
machine; a broken file gives a note and no error.
"""

import codecs
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from corpmail.html_text import html_to_text

if TYPE_CHECKING:
    import pypdf

_LARGEST_PDF = 20_000_000
_PDF_PAGES = 200
_PDF_STREAM_BYTES = 4_000_000
_PDF_OPERATIONS = 300_000
"""Drawing operations of a whole file."""

_TEXT_TYPES = frozenset(
    {"application/json", "application/xml", "application/yaml", "application/x-yaml"}
    | {"application/csv", "application/x-ndjson", "application/rtf", "message/rfc822"}
)
_TEXT_ENDINGS = frozenset(
    {".txt", ".md", ".csv", ".tsv", ".json", ".yaml", ".yml", ".xml", ".log", ".ics", ".eml"}
)
_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_UNKNOWN = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a file, or why there is none."""

    text: str
    truncated: bool = False
    """Whether there is more than ``text``."""
    note: str | None = None
    """A sentence on what could not be read; None when all of it could."""


def attachment_text(
    filename: str, content_type: str, content: bytes, *, max_chars: int
) -> ExtractedText:
    """Return what can be read of a file as text.

    Args:
        filename: Its name; decides when the content type says nothing.
        content_type: As its sender named it.
        content: Its bytes.
        max_chars: How much text at most.
    """
    kind = content_type.partition(";")[0].strip().lower()
    ending = PurePosixPath(filename.lower()).suffix
    if not content:
        return ExtractedText("", note="The file is empty.")
    if kind == "application/pdf" or (kind in _UNKNOWN and ending == ".pdf"):
        return _pdf_text(content, max_chars)
    if kind in ("text/html", "application/xhtml+xml") or (
        kind in _UNKNOWN and ending in _HTML_ENDINGS
    ):
        return _html_text(content, max_chars)
    if kind.startswith("text/") or kind in _TEXT_TYPES or kind.endswith(("+json", "+xml")):
        return _plain_text(content, max_chars)
    if kind in _UNKNOWN and ending in _TEXT_ENDINGS:
        return _plain_text(content, max_chars)
    if kind.startswith("image/"):
        return ExtractedText("", note=f"The file is an image ({len(content)} bytes), not text.")
    # Without the type itself: its sender chose it, and notes are our own words to whoever reads.
    return ExtractedText("", note="No text can be read from a file of this type.")


def _plain_text(content: bytes, max_chars: int) -> ExtractedText:
    # No character takes more than four bytes in the encodings that we know.
    text = _decode(content[: 4 * (max_chars + 2)], whole=len(content) <= 4 * (max_chars + 2))
    if text is None:
        return ExtractedText("", note="The file is named a text and holds binary data.")
    return _bounded(text.replace("\r\n", "\n"), max_chars)


def _html_text(content: bytes, max_chars: int) -> ExtractedText:
    readable = 16 * (max_chars + 2)  # markup is most of a page
    text = _decode(content[:readable], whole=len(content) <= readable)
    if text is None:
        return ExtractedText("", note="The file is named a page and holds binary data.")
    found = _bounded(html_to_text(text), max_chars)
    if len(content) > readable:
        return ExtractedText(found.text, truncated=True)
    return found


def _bounded(text: str, max_chars: int) -> ExtractedText:
    return ExtractedText(text[:max_chars], truncated=len(text) > max_chars)


def _decode(content: bytes, *, whole: bool) -> str | None:
    """Return bytes as text, or None when they are none; a character cut in half is left out."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")("replace").decode(content, final=whole)
    if b"\0" in content:
        return None
    try:
        return codecs.getincrementaldecoder("utf-8-sig")("strict").decode(content, final=whole)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


class _TooManyOperationsError(Exception):
    """A PDF draws more than we are ready to follow."""


def _pdf_text(content: bytes, max_chars: int) -> ExtractedText:
    if len(content) > _LARGEST_PDF:
        return ExtractedText("", note=f"The PDF is larger than {_LARGEST_PDF} bytes.")
    # Imported late: it takes a quarter of a second, and few runs read a PDF.
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    reading = _PdfReading(max_chars)
    try:
        with pypdf.apply_configuration(
            zlib_maximum_output_length=_PDF_STREAM_BYTES,
            lzw_maximum_output_length=_PDF_STREAM_BYTES,
            run_length_maximum_output_length=_PDF_STREAM_BYTES,
            brotli_maximum_output_length=_PDF_STREAM_BYTES,
            array_based_stream_maximum_output_length=_PDF_STREAM_BYTES,
            stream_decoding_work_maximum_length=4 * _PDF_STREAM_BYTES,
            stream_parsing_work_maximum_count=_PDF_OPERATIONS,
            zlib_maximum_recovery_input_length=100_000,
            page_tree_maximum_entries=10 * _PDF_PAGES,
            xform_maximum_invocations_per_extraction=100,
            jbig2dec_binary=None,
        ):
            reading.read(pypdf.PdfReader(BytesIO(content)))
    except _TooManyOperationsError:
        return reading.result("The PDF draws too much to be read to its end.")
    except DependencyError:
        return reading.result("The PDF is encrypted and cannot be read.")
    # What a parser meets in a hostile file is not foreseen by its author: these are the errors
    # that wrong types, wrong numbers and loops in a file's objects lead to.
    except (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
        struct.error,
        zlib.error,
    ):
        return reading.result("The PDF is damaged and cannot be read to its end.")
    return reading.result(None)


class _PdfReading:
    """What has been read of a PDF so far, and the bounds."""

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._pages: list[str] = []
        self._chars = 0
        self._operations = 0
        self._more = False

    def read(self, reader: "pypdf.PdfReader") -> None:
        """Read page after page until there is enough."""
        for number, page in enumerate(reader.pages):
            if number >= _PDF_PAGES or self._chars > self._max_chars:
                self._more = True
                return
            self._pages.append(page.extract_text(visitor_operand_before=self._count))
            self._chars += len(self._pages[-1]) + 1

    def result(self, note: str | None) -> ExtractedText:
        """Return what has been read."""
        text = _harmless("\n".join(page.strip() for page in self._pages).strip())
        if note is None and not text:
            note = "The PDF holds no text; it may be a scan."
        truncated = self._more or (note is not None and bool(text)) or len(text) > self._max_chars
        return ExtractedText(text[: self._max_chars], truncated=truncated, note=note)

    def _count(self, *_: object) -> None:
        self._operations += 1
        if self._operations > _PDF_OPERATIONS:
            raise _TooManyOperationsError


def _harmless(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
