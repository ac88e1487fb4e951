"""Files as office programs write them, and as nobody should: broken, locked, with macros, bombs."""

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def archive(parts: Mapping[str, bytes], kinds: bytes = TYPES) -> bytes:
    """Return a ZIP archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", kinds)
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(*lines: str, **more: bytes) -> bytes:
    """Return a Word file; more parts by name, with __ for / and the last _ for a dot."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    text = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    parts = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    return archive({"word/document.xml": text.encode(), **parts})


def pptx(*slides: str, **more: bytes) -> bytes:
    """Return slides."""
    parts = {
        f"ppt/slides/slide{number}.xml": f"<p {A}><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p>"
        .encode()
        for number, words in enumerate(slides, 1)
    }  # fmt: skip
    named = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    return archive({**parts, **named})


def locked_zip(data: bytes) -> bytes:
    """Return an archive whose parts say that they are encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


def ole(*names: str) -> bytes:
    """Return the beginning of an old office file with some streams."""
    told = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + told


def pdf(*pages: str, password: str = "") -> bytes:
    """Return a PDF with some words on each page."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300), encrypt=password or None)
    for words in pages:
        canvas.drawString(40, 200, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_bomb(mib: int = 80, layers: int = 1) -> bytes:
    """Return a PDF whose one page unpacks to many megabytes."""
    import zlib

    data = b"0 0 m\n" * (mib * 1024 * 1024 // 6)
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * layers
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Length %d/Filter[%b]>>\nstream\n%b\nendstream" % (len(data), filters, data),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
