"""Dry runs as somebody types them, the start of Python included: the real plans, and sheets that grow."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from tests.benchmarks.harness import MANAGE, ROOT, Result, child

LONGEST = 2.0  # seconds for a whole plan in Word
LIMITS = {"soc-trang-03-phu-luc-01.xlsx": 1.0}
HEADING = (
    "TT",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian",
    "Sản phẩm",
    "Kinh phí (triệu đồng)",
)
LEADS = (
    "Sở Thông tin và Truyền thông",
    "Sở Y tế",
    "Sở Nội vụ",
    "Văn phòng UBND tỉnh",
    "Sở Giáo dục và Đào tạo",
)
TIMES = ("2024 - 2026", "Năm 2025", "Hàng năm", "Quý II/2025", "Hoàn thành trong tháng 12/2025")
WORK = (
    "Xây dựng cơ sở dữ liệu dùng chung của ngành, kết nối với nền tảng tích hợp, chia sẻ dữ liệu của tỉnh",
    "Tổ chức tập huấn kỹ năng số cho cán bộ, công chức, viên chức các cấp",
    "Cung cấp dịch vụ công trực tuyến toàn trình trên Cổng dịch vụ công của tỉnh",
    "Triển khai trợ lý ảo phục vụ người dân và doanh nghiệp",
)


def measure() -> Iterator[Result]:
    for path in sorted(p for p in (ROOT / "fixtures").rglob("*") if p.suffix in (".docx", ".xlsx")):
        seconds, megabytes = dry_run(path)
        limit = LIMITS.get(path.name, LONGEST)
        yield Result(f"import, dry run: {path.name}", seconds, "s", limit, f"{megabytes:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        yield from growing(Path(folder))


def growing(folder: Path) -> Iterator[Result]:
    """Sheets of 500, 5 000 and 50 000 rows; the start of Python, measured on a sheet of 10, is taken off the rate."""
    start, _megabytes = dry_run(sheet(folder, 10))
    rates = []
    for rows in (500, 5_000, 50_000):
        seconds, megabytes = dry_run(sheet(folder, rows))
        rates.append((seconds - start) / rows * 1_000)
        note = f"{megabytes:.0f} MB, {rates[-1]:.2f} s per 1 000 rows beside the start"
        yield Result(f"import, dry run: {rows} rows", seconds, "s", 3 if rows == 5_000 else None, note)
        if rows == 5_000:
            yield Result("import, memory: 5000 rows", megabytes, "MB", 300)
    yield Result("import, a row of 50 000 beside a row of 5 000", rates[2] / rates[1], "times", 1.5)


def dry_run(path: Path) -> tuple[float, float]:
    return child([*MANAGE, "import_plan", str(path), "--dry-run", "--format", "json"])


def sheet(folder: Path, rows: int) -> Path:
    """An annex of this many rows: a group over every twenty tasks, agencies, times, products, money."""
    path = folder / f"{rows}.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("Phụ lục")
        page.write(0, 0, "PHỤ LỤC NHIỆM VỤ")
        page.write(1, 0, "(Ban hành kèm theo Kế hoạch số 15/KH-UBND ngày 05/3/2024 của UBND tỉnh Sóc Trăng)")
        page.write_row(2, 0, HEADING)
        group = 0
        for index in range(rows):
            at = index % 21
            if at == 0:
                group += 1
                page.write_row(3 + index, 0, (f"{group}", f"Nhóm nhiệm vụ {group}"))
                continue
            task = f"{WORK[index % len(WORK)]} (lần {index})"
            lead, beside = (
                LEADS[index % len(LEADS)],
                "; ".join(LEADS[(index + step) % len(LEADS)] for step in (1, 2)),
            )
            row = (
                f"{group}.{at}",
                task,
                lead,
                beside,
                TIMES[index % len(TIMES)],
                "Báo cáo kết quả",
                index % 900 * 10,
            )
            page.write_row(3 + index, 0, row)
    return path
