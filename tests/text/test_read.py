"""Reading files: every encoding and kind, and a clear refusal of what is no copy."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

import typst
from critical_edition.text.read import MAX_BYTES, ReadError, read

from .copies import RTF

pytestmark = pytest.mark.within(5)


def texts(data: bytes, tmp_path: Path, name: str = "copy.txt") -> list[str]:
    path = tmp_path / name
    path.write_bytes(data)
    return [line.text for line in read(path)]


CURLY = "“So—the mill’s”\n\nŽitný"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(encoding: str, tmp_path: Path) -> None:
    assert texts(CURLY.encode(encoding), tmp_path) == ['"So—the mill\'s"', "Žitný"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_of_its_order(encoding: str, tmp_path: Path) -> None:
    assert texts((CURLY * 20).encode(encoding), tmp_path)[0] == '"So—the mill\'s"'


def test_windows_1252(tmp_path: Path) -> None:
    assert texts("“So—the mill’s” café".encode("cp1252"), tmp_path) == ['"So—the mill\'s" café']


def test_paragraphs_and_pages_are_told(tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_text("one\ntwo\n\nthree\n   four\r\nfive\fsix\n", "utf-8")
    lines = read(path)
    assert [(ln.text, ln.page, ln.opens) for ln in lines] == [
        ("one", 0, True),
        ("two", 0, False),
        ("three", 0, True),
        ("four", 0, True),
        ("five", 0, False),
        ("six", 1, True),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("war.<sup>8</sup> The", "war.⁸ The"),
        ("war.^{8.} The", "war.⁸ The"),
        ("war.[^fn12] The", "war.¹² The"),
        ("&quot;war&quot;", '"war"'),
        ("^{20. &}quot;The", '²⁰"The'),
        ("the *Vesti* and _glas_ of **it**", "the Vesti and glas of it"),
        ("## The mill", "The mill"),
        ("| in a frame |", "in a frame"),
        ("see it. ↩", "see it."),
    ],
)
def test_markup_that_no_print_has(source: str, text: str, tmp_path: Path) -> None:
    assert texts(source.encode(), tmp_path)[0].strip() == text


def test_web_pages(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html><head><title>No</title><style>p{}</style></head><body>
    <script>no()</script><p>The <em>mill</em>&nbsp;stood.<sup><a href="#n1">[1]</a></sup>
    It ran.</p><ol><li id="n1">Quist, 9. <a>↩</a></li><li><p>Ibid.</p></li></ol>
    <ol start="7"><li>Seven.</li></ol><ol><li id="fn12">Twelve.</li><li>1913 was.</li></ol>
    <ul><li>Bullet</li></ul></body></html>"""
    assert texts(page.encode(), tmp_path, "copy.html") == [
        "The mill stood.¹ It ran.",
        "1. Quist, 9.",
        "2. Ibid.",
        "7. Seven.",
        "12. Twelve.",
        "1913 was.",
        "Bullet",
    ]


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(typst.compile(b"The mill stood.\n#pagebreak()\nIt ran."))
    assert [(ln.text, ln.page) for ln in read(path)] == [("The mill stood.", 0), ("It ran.", 1)]


def refusal(path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    return caught.value


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "directory"


def test_what_is_not_there_or_may_not_be_read_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.txt").code == "unreadable"


@pytest.mark.parametrize(
    "data", [b"", b"   \n\n \f\n", b"\xef\xbb\xbf", b"<html><body></body></html>"]
)
def test_an_empty_file_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    assert refusal(path).code == "empty"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(5000),
        b"PK\x03\x04" + b"word/document.xml" * 20,
        b"\x7fELF" + b"\x00\x01\x02" * 900,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    ],
)
def test_a_binary_file_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "binary.txt"
    path.write_bytes(data)
    assert refusal(path).code == "binary"


def test_rich_text_format_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "copy.rtf"
    path.write_bytes(RTF)
    error = refusal(path)
    assert error.code == "binary"
    assert "save it as text or HTML" in str(error)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    error = refusal(path)
    assert error.code == "too-large"
    assert "200 MB" in str(error)
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES - 1)
    assert refusal(path).code == "binary"


def test_far_too_much_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The mill stood still. " * 250_000, "utf-8")
    assert refusal(path).code == "too-large"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_damaged_pdf_is_refused_or_read(share: float, tmp_path: Path) -> None:
    whole = typst.compile(b"The mill stood.")
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(path).code in {"unreadable", "empty"}


def test_a_pdf_of_pictures_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 300)
    writer.write(path)
    assert "OCR" in str(refusal(path))


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 300)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    assert "password" in str(refusal(path))


def test_a_device_is_no_copy() -> None:
    """Nothing that never ends is read to its end."""
    assert refusal(Path("/dev/zero")).code == "too-large"
