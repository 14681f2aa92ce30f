"""What people write, as long as they write it: the demo's sentences, and what makes a result as long as real ones."""

import json

from django.conf import settings

from tests.benchmarks.province.bulk import run

# What follows the first sentence of a result.
MORE = (
    "Cập nhật 12/15 bộ dữ liệu lên kho dữ liệu dùng chung; tỷ lệ hồ sơ xử lý trên môi trường mạng đạt 87,5%, tăng 6,2% "
    "so với cùng kỳ.",
    "Phối hợp với doanh nghiệp viễn thông khảo sát, lập danh sách các điểm chưa có dịch vụ; đã lắp đặt 24 trạm và đang "
    "đo kiểm chất lượng.",
    "Tổ chức 04 cuộc kiểm tra, 02 hội nghị trực tuyến với 1.250 lượt người dự; các đơn vị đã khắc phục 31/38 nội dung "
    "được chỉ ra, còn 07 nội dung đang thực hiện.",
    "Ban hành quy trình nội bộ, phân công đầu mối theo dõi, báo cáo hằng tháng; đưa kết quả vào đánh giá, xếp loại "
    "cuối năm của tập thể và người đứng đầu.",
    "Bố trí kinh phí từ nguồn sự nghiệp được giao đầu năm, đã giải ngân theo khối lượng nghiệm thu; phần còn lại thanh "
    "toán khi hoàn thành hồ sơ.",
    "Số người dùng thường xuyên đạt 18.400 tài khoản; thời gian xử lý trung bình giảm từ 5 ngày xuống còn 3,2 ngày.",
)
NARRATIVE = ("direction", "assessment", "difficulties", "outlook", "proposals")


def write_words() -> None:
    """The temporary table `words`: one row, a list of texts a column."""
    told = json.loads((settings.BASE_DIR / "fixtures/demo.json").read_text(encoding="utf-8"))
    lists = {
        "doing": told["results"]["in_progress"],
        "done": told["results"]["completed"],
        "more": list(MORE),
        "hard": told["difficulties"],
        "asked": told["proposals"],
        "back": told["return_reasons"],
        **{section: told["narrative"][section] for section in NARRATIVE},
    }
    run(f"CREATE TEMP TABLE words ({', '.join(f'{name} text[]' for name in lists)})")
    run(f"INSERT INTO words VALUES ({', '.join(['%s'] * len(lists))})", list(lists.values()))
