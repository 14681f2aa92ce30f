"""What the reviewer should look at before approving; nothing here stops an approval. Plain functions."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common import format as vn

# Progress and disbursement may differ by so many points before somebody should ask why.
APART = Decimal(10)


def money_apart(percent: Decimal | None, disbursed: Decimal | None, planned: Decimal | None) -> str:
    """A sentence when progress (0–100) and the share disbursed of the planned money (VND) disagree; else empty."""
    if percent is None or disbursed is None or not planned:
        return ""
    share = disbursed * 100 / planned
    if abs(percent - share) < APART:
        return ""
    return _(
        "Tỷ lệ %(percent)s nhưng giải ngân %(share)s kế hoạch (%(disbursed)s/%(planned)s triệu đồng)."
    ) % {
        "percent": vn.percent(percent),
        "share": vn.percent(share),
        "disbursed": vn.million(disbursed),
        "planned": vn.million(planned),
    }


def fallen(before: Decimal | None, after: Decimal | None) -> str:
    """A sentence when progress fell below what was approved last."""
    if before is None or after is None or after >= before:
        return ""
    return _("Tỷ lệ giảm từ %(before)s xuống %(after)s so với lần duyệt trước; xem lý do cơ quan ghi.") % {
        "before": vn.percent(before),
        "after": vn.percent(after),
    }


def unproven(state: str, pieces: int) -> str:
    """A sentence when a completed task comes without a document."""
    return (
        _("Báo hoàn thành nhưng chưa có tài liệu kiểm chứng.") if state == "completed" and not pieces else ""
    )


def no_share(unit: str, value: Decimal | None) -> str:
    """A sentence when a percentage is none."""
    if value is None or not unit.strip().startswith("%") or 0 <= value <= 100:
        return ""
    return _("Tỷ lệ %(value)s nằm ngoài khoảng 0–100%%.") % {"value": vn.percent(value)}
