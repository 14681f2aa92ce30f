"""What stands at the top of an official paper, as patterns: its layout (NĐ 30/2020, Phụ lục I), not a plan's words."""

import re

from common.text import fold

# Type words of official papers and their codes (NĐ 30/2020, Phụ lục III), as far as plans use them.
TYPES = {
    "ke hoach": "KH",
    "ke hoach hanh dong": "KH",
    "de an": "ĐA",
    "chuong trinh": "CTr",
    "chuong trinh hanh dong": "CTr",
    "quyet dinh": "QĐ",
    "nghi quyet": "NQ",
    "chi thi": "CT",
}
CODES = {fold(code): code for code in ("KH", "ĐA", "CTr", "QĐ", "NQ", "CT")}

_SIGN = r"[A-ZĐa-zđ]{2,8}\d{0,2}(?:-[A-ZĐ][\wĐđ&]*)*"
NUMBER = re.compile(
    rf"\bSố\s*:?\s*(?P<no>\d{{1,5}})\s*(?P<sep>[-/])\s*(?P<rest>(?:\d{{4}}/)?{_SIGN}(?:/{_SIGN})?)"
)
PLACE_AND_DAY = re.compile(
    r"(?P<place>[^\d,/:;()]{2,40}),\s*ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
DAY_ALONE = re.compile(
    r"^(?:[^\d/]{2,40},\s*)?ngày\s*(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})$", re.IGNORECASE
)
PLACE_ONLY = re.compile(r"(?P<place>[^\d,/:;()]{2,40}),\s*ngày[\s.…_]*tháng", re.IGNORECASE)
# A number that is still to be given: "Số:     /KH-SCT", "Số: ……/KH-UBND". Such a paper is a draft.
BLANK_NUMBER = re.compile(rf"\bSố\s*:?[ .…_]*(?P<sep>[-/])\s*(?P<rest>(?:\d{{4}}/)?{_SIGN}(?:/{_SIGN})?)")
ISSUED_WITH = re.compile(
    r"kèm theo\s+(?P<type>[^\d/]{4,40}?)\s+số\s*:?\s*(?P<no>\d{1,5})\s*(?P<sep>[-/])\s*"
    rf"(?P<rest>(?:\d{{4}}/)?{_SIGN}(?:/{_SIGN})?)\s*,?\s*ngày\s*(?P<d>\d{{1,2}})\s*(?:/|-|tháng)\s*(?P<m>\d{{1,2}})"
    r"\s*(?:/|-|năm)\s*(?P<y>\d{4})(?:\s*của\s*(?P<by>[^)]+))?",
    re.IGNORECASE,
)
# What a sheet of tasks prints under its title: the plan it belongs to, without "kèm theo".
OF_PLAN = re.compile(
    r"\(\s*(?:thực hiện |triển khai |theo |của ){0,3}(?P<type>kế hoạch|đề án|chương trình(?: hành động)?|quyết định"
    r"|nghị quyết)\s+số\s*:?\s*(?P<no>\d{1,5})\s*(?P<sep>[-/])\s*"
    rf"(?P<rest>(?:\d{{4}}/)?{_SIGN}(?:/{_SIGN})?)\s*,?\s*ngày\s*(?P<d>\d{{1,2}})\s*(?:/|-|tháng)\s*(?P<m>\d{{1,2}})"
    r"\s*(?:/|-|năm)\s*(?P<y>\d{4})(?:\s*của\s*(?P<by>[^()]+))?\)\s*$",
    re.IGNORECASE,
)
# What may stand before "kèm theo" in a line that says what the paper itself comes with.
OWN_PAPER = re.compile(r"(?:được |ban hành |phê duyệt |đính |gửi )*$", re.IGNORECASE)
ANNEX_NAME = re.compile(r"(?:phụ lục|biểu|danh mục|bảng|mẫu)\b", re.IGNORECASE)
DRAFTED_WITH = re.compile(
    r"kèm theo\s+dự thảo\s+(?P<type>[^\d/()]{4,40}?)\s+của\s+(?P<by>[^()]+)\)", re.IGNORECASE
)
MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE
)
PROVINCE = re.compile(
    r"\b(?:TỈNH|THÀNH PHỐ|TP\.?)\s+(?:[ỦU][ỶY]\s+)?(?P<name>(?![ỦU][ỶY]\b)\S[^\n,;()\d]*?)\s*(?=$|\n|[,;()])",
    re.IGNORECASE,
)
ISSUER = re.compile(
    r"^(?:[ỦU][ỶY] BAN |UBND|BỘ |SỞ |BAN (?!HÀNH\b)|VĂN PHÒNG|TỈNH [ỦU][ỶY]|THÀNH [ỦU][ỶY]|HUYỆN [ỦU][ỶY]|HỘI ĐỒNG"
    r"|CHÍNH PHỦ|THỦ TƯỚNG|(?:TỔNG )?CỤC |ĐẢNG (?:ĐOÀN|[ỦU][ỶY]|BỘ)|VIỆN |TRƯỜNG |HỌC VIỆN|ĐẠI HỌC|TẬP ĐOÀN"
    r"|TỔNG CÔNG TY|CÔNG AN (?:TỈNH|THÀNH PHỐ)|THUẾ (?:TỈNH|THÀNH PHỐ)|CHI CỤC |KHO BẠC|VIỆN KIỂM SÁT|TỈNH ĐOÀN"
    r"|LIÊN ĐOÀN|MẶT TRẬN|HỘI |PHÒNG |BCĐ|THANH TRA |KIỂM TOÁN|TÒA ÁN|NGÂN HÀNG|BẢO HIỂM)",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^(?:căn cứ|thực hiện|để |nhằm |xét |theo |trên cơ sở|[ủu][ỷy] ban|ubnd|phần|chương|[ivx]+[.)]|[a-z1-9][.)]"
    r"|[-(_])",
    re.IGNORECASE,
)
CENTRAL = re.compile(
    r"-(?:CP|TTg|TW|(?!BCĐ|BHXH|BQL|BDT|BTT|BTV|BTG|BCH)B[A-ZĐ]{2,}|UBQG\w*|VPCP|QH\d*)$"
)  # numbers given by central authorities
OTHER_PAPER = re.compile(
    r"(?:phu luc )?hop dong\b|lich (?:cong tac|lam viec|tiep|hop)\b|giay moi\b|bien ban\b|hoa don\b|bao gia\b"
)
CENTRAL_ISSUER = re.compile(
    r"(?:bo (?!chi huy|phan)|ngan hang nha nuoc(?!.* (?:tinh|chi nhanh))"
    r"|chinh phu|thu tuong|ban chap hanh trung uong|uy ban quoc gia|uy ban dan toc"
    r"|dang doan quoc hoi|quoc hoi|tong cuc|vien han lam|thanh tra chinh phu|van phong chinh phu"
    r"|bao hiem xa hoi viet nam"
    r"|cuc (?!.*\b(?:tinh|thanh pho)\b))"
)
LOCAL = re.compile(
    r"(?:ubnd|uy ban nhan dan|so|tinh uy|thanh uy|hdnd|hoi dong nhan dan|van phong|ban (?:quan ly|chi dao))\b"
)
BASE = re.compile(
    r"(?:-\s*)?(?:căn cứ|xét|theo đề nghị|trên cơ sở"
    r"|(?:để )?(?:thực hiện|triển khai(?: thực hiện)?) (?:các )?(?:luật|nghị quyết|nghị định|quyết định|chỉ thị"
    r"|kết luận|chương trình|kế hoạch|đề án|công văn|công điện|thông tư|thông báo|chiến lược|hướng dẫn))\b",
    re.IGNORECASE,
)
HOLDER = re.compile(
    r"^(?:bộ trưởng|chủ tịch|thống đốc|tổng thanh tra) (?=bộ|[ủu][ỷy] ban|ubnd|ngân hàng|chính phủ)",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"\s*\((?:ban hành|kèm theo|đính kèm)[^)]*\)", re.IGNORECASE)
BRACKETS = re.compile(r"\((?:ban hành|kèm theo|đính kèm|phê duyệt|dự thảo)", re.IGNORECASE)
HEADING = re.compile(r"(?:[IVX]+|[A-D]|\d)\.\s|(?:PHẦN|CHƯƠNG|ĐIỀU)\s|phần (?:thứ|[IVX])", re.IGNORECASE)
ANNEX = re.compile(r"(?:PHỤ LỤC|BIỂU|MẪU|DANH MỤC|BẢNG|CÁC CHỈ TIÊU|PHÂN CÔNG)\b|Phụ lục(?:\s+[\dIVX]+|\s*$)")
MOST_BASES = 40  # lines
BELOW_PROVINCE = re.compile(
    r"\b(?:huyện|thị xã|quận|phường|xã|thị trấn|đặc khu)\b|\bthành phố\b(?=.{3,})", re.IGNORECASE
)
NAMED_PROVINCE = re.compile(r"\b(?:[Tt]ỉnh|[Tt]hành phố)\s+(?P<name>[^\W\d][\w’']*(?:\s[^\W\d][\w’']*){0,3})")
WIDEST_HEAD = 4  # cells of a row of a letterhead or a signature
LONGEST_HEAD = 14  # lines between the top of a paper and its type word
