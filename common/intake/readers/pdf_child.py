"""The child process of `pdf`: a PDF on stdin, lines of JSON on stdout, within limits of time and memory it sets itself.

Lines: {"page", "of"} as pages are done, at last {"blocks", …} or {"refused": a word that `pdf` explains}.
Whatever a hostile file does ends this process only.
"""

import io
import json
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from common.intake.readers.pdf_answer import Line, Refusal, Whole, said
from common.intake.readers.pdf_layout import Assembler, PdfPage, TooMuch, page_of

STATM = Path("/proc/self/statm")
MEMORY = 480 << 20  # bytes of address space over what the interpreter and its libraries take
SECONDS = 8.0  # of processor time for opening the file and for any one page
SECONDS_A_PAGE, SECONDS_A_LETTER = 0.3, 0.0002  # more for every page done
MOST_PAGES = 400
MOST_LETTERS = 800_000


def main() -> int:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    data = sys.stdin.buffer.read()
    if STATM.exists():  # Linux; elsewhere only the time is bounded
        limit = _now_used() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(SECONDS)
    sys.setrecursionlimit(2_000)
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as pdf:
            _tell(_read(cast("Sequence[OpenPage]", pdf.pages)))
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        _tell({"refused": "password"})
    except (TooMuch, MemoryError):
        _tell({"refused": "too much"})
    except Exception as error:  # noqa: BLE001 (a broken file may raise anything; the parent says it is broken)
        inner = error.args[0] if error.args else None
        secret = isinstance(inner, PDFPasswordIncorrect) or "Password" in type(inner).__name__
        _tell({"refused": "password" if secret else "broken", "why": repr(error)[:200]})
    return 0


class OpenPage(PdfPage, Protocol):
    def close(self) -> None:
        """Let go of what was read of the page."""


def _read(pages: Sequence[OpenPage]) -> Whole | Refusal:
    total = len(pages)
    if total > MOST_PAGES:
        return {"refused": "too many pages"}
    assembler = Assembler()
    letters = pictures = unknown = 0
    allowed = SECONDS
    for number, page in enumerate(pages, start=1):
        read = page_of(page, number)
        page.close()
        assembler.add(read)
        letters += read.letters
        unknown += read.unknown
        pictures += read.picture
        if letters > MOST_LETTERS:
            return {"refused": "too much"}
        allowed += SECONDS_A_PAGE + SECONDS_A_LETTER * read.letters
        _allow(allowed)
        _tell({"page": number, "of": total})
    return {
        "blocks": said(assembler.blocks()),
        "pages": total,
        "letters": letters,
        "unknown": unknown,
        "pictures": pictures,
    }


def _allow(seconds: float) -> None:
    """End the process when it has used more processor time than this in all."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    left = seconds - used.ru_utime - used.ru_stime
    signal.setitimer(signal.ITIMER_PROF, max(left, 0.01))


def _now_used() -> int:
    return int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _tell(line: Line) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
