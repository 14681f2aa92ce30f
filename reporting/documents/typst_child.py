"""The child process of `pdf`: one job as JSON on stdin, the PDF on stdout. Imports nothing of the portal."""

import json
import sys

import typst


def main() -> None:
    job = json.load(sys.stdin.buffer)
    try:
        pdf = typst.compile(
            job["template"],
            font_paths=[job["fonts"]],
            ignore_system_fonts=True,
            sys_inputs={"paper": job["paper"]},
            pdf_standards=["a-2b"],
            timestamp=job["timestamp"],
        )
    except typst.TypstError as error:
        sys.exit(f"typst: {error.message}")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
