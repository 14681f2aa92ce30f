"""The child process of `pdf`: a PDF on stdin, lines of JSON on stdout, within limits of time and memory it sets itself.

Lines: {"page", "of"} as pages are done, at last {"blocks", "remarks", …} or {"refused": a word that `pdf` explains}.
Whatever a hostile file does ends this process only.
"""

import io
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

STATM = Path("/proc/self/statm")
MEMORY = 480 << 20  # bytes of address space over what the interpreter and its libraries take
SECONDS = 8.0  # of processor time for opening the file and for any one page
SECONDS_A_PAGE, SECONDS_A_LETTER = 0.3, 0.0002  # more for every page done
MOST_PAGES = 400
MOST_LETTERS = 800_000


def main() -> int:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    from common.intake.readers import pdf_layout

    data = sys.stdin.buffer.read()
    if STATM.exists():  # Linux; elsewhere only the time is bounded
        limit = _now_used() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(SECONDS)
    sys.setrecursionlimit(2_000)
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as pdf:
            _tell(_read(pdf, pdf_layout))
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        _tell({"refused": "password"})
    except pdf_layout.TooMuch:
        _tell({"refused": "too much"})
    except MemoryError:
        _tell({"refused": "too much"})
    except Exception as error:  # noqa: BLE001 (a broken file may raise anything; the parent says it is broken)
        inner = error.args[0] if error.args else None
        secret = isinstance(inner, PDFPasswordIncorrect) or "Password" in type(inner).__name__
        _tell({"refused": "password" if secret else "broken", "why": repr(error)[:200]})
    return 0


def _read(pdf: Any, layout: Any) -> dict[str, Any]:
    total = len(pdf.pages)
    if total > MOST_PAGES:
        return {"refused": "too many pages"}
    assembler = layout.Assembler()
    letters = pictures = unknown = 0
    allowed = SECONDS
    for number, page in enumerate(pdf.pages, start=1):
        read = layout.page_of(page, number)
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
    blocks = assembler.blocks()
    return {
        "blocks": blocks,
        "remarks": assembler.remarks,
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


def _tell(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
