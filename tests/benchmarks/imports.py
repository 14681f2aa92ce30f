"""Dry runs as somebody types them, the start of Python included: the real plans, and sheets that grow."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

from tests.benchmarks.harness import MANAGE, ROOT, Measured, best_of
from tests.benchmarks.pace import Gauge

LONGEST = 2.0  # seconds of CPU for a whole plan in Word, beside the start of Python
LIMITS = {"soc-trang-03-phu-luc-01.xlsx": 1.0}
RUNS = 3  # of which the cheapest counts
Sheet = tuple[int, int, dict[str, float]]  # rows, how often it is read, limits
SHEETS: tuple[Sheet, ...] = (
    (500, RUNS, {}),
    (5_000, RUNS, {"cpu": 3, "memory": 300}),
    (50_000, 1, {"memory": 400}),
)
STARTED = 0.6  # seconds of CPU until a command begins its work
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


def measure(*, small: bool) -> Iterator[Measured]:
    gauge = Gauge(sql=False)
    start = best_of(RUNS, [*MANAGE, "import_plan", "--help"], gauge)
    values = {"cpu": round(start.cpu, 2), "cpu_raw": round(start.cpu_raw, 2)}
    yield Measured("start of a command", values, {"cpu": STARTED})
    for path in sorted(p for p in (ROOT / "fixtures").rglob("*") if p.suffix in (".docx", ".xlsx")):
        values = best_of(RUNS, dry_run(path), gauge).beside(start)
        yield Measured(f"reading {path.name}", values, {"cpu": LIMITS.get(path.name, LONGEST)})
    with tempfile.TemporaryDirectory() as folder:
        yield from growing(Path(folder), SHEETS[:2] if small else SHEETS, gauge)


def growing(folder: Path, sheets: Sequence[Sheet], gauge: Gauge) -> Iterator[Measured]:
    """Ever longer sheets; what a sheet of 10 takes is taken off."""
    start = best_of(RUNS, dry_run(sheet(folder, 10)), gauge)
    rates = []
    for rows, times, limits in sheets:
        values = best_of(times, dry_run(sheet(folder, rows)), gauge).beside(start)
        rates.append(values["cpu"] / rows * 1_000)
        yield Measured(f"reading {rows} rows", values, limits, f"{rates[-1]:.2f} s of CPU per 1 000 rows")
    if len(rates) > 2:
        values = {"times": round(rates[2] / rates[1], 2)}
        yield Measured("a row of 50 000 beside a row of 5 000", values, {"times": 1.2})


def dry_run(path: Path) -> list[str]:
    return [*MANAGE, "import_plan", str(path), "--dry-run", "--format", "json"]


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
