"""PDF by typst: A4, archival (PDF/A-2b), tagged, in the portal's own copy of Tinos.

Compiled in a child process: typst keeps what it has compiled, and a long-lived worker would grow by a report each time.
"""

import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import asdict
from pathlib import Path

from reporting.documents.content import MOTTO, NATION, OfficialReport

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "static" / "fonts" / "tinos"
TEMPLATE = HERE / "templates" / "official.typ"
COMPILER = HERE / "typst_child.py"
TIMEOUT = 120  # seconds; 600 task rows take under one

# PDF/A refuses a character no font has. These ranges are covered by Tinos and the symbols typst brings; a test sets
# every one of them.
_PRINTABLE = re.compile(
    "[\n\u0020-\u007e\u00a0-\u052f\u1e00-\u1eff\u2000-\u20cf\u2100-\u214f\u2190-\u23ff\u2460-\u25ff\u2610-\u2612"
    "\u2713\u2714\u2717\u2718]"
)
MISSING = "□"


class PdfFailed(RuntimeError):
    """The compiler refused or did not finish; the message is its own."""


def printable(text: str) -> str:
    """The text with a hollow square where the fonts have no glyph (an emoji, say); the Word file keeps the original."""
    if text.isascii():
        return text
    return "".join(
        char if _PRINTABLE.match(char) and unicodedata.category(char) != "Cn" else MISSING for char in text
    )


def render_pdf(content: OfficialReport) -> bytes:
    """The report as PDF. Raises PdfFailed. The same content gives the same bytes."""
    paper = asdict(content) | {"title": content.title, "nation": NATION, "motto": MOTTO}
    del paper["sheets"], paper["made_at"]
    job = {
        "template": str(TEMPLATE),
        "fonts": str(FONTS),
        "timestamp": int(content.made_at.timestamp()),
        "paper": printable(json.dumps(paper, ensure_ascii=False)),
    }
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(COMPILER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PdfFailed(f"typst: no result after {TIMEOUT} s") from late
    if child.returncode:
        raise PdfFailed(child.stderr.decode(errors="replace").strip())
    return child.stdout
