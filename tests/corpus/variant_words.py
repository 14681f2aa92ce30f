"""What the made-up plans are made of: bodies, duties without a body or a time, and words around them."""

AGENCIES = (
    "Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Sở Y tế", "Sở Tư pháp", "Sở Công Thương",
    "Sở Khoa học và Công nghệ", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Dân tộc và Tôn giáo", "Thanh tra tỉnh", "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh", "Văn phòng UBND tỉnh", "Thuế tỉnh", "Thống kê tỉnh", "Tỉnh đoàn", "Bưu điện tỉnh",
    "Kho bạc Nhà nước khu vực", "Bảo hiểm xã hội tỉnh", "Hội Nông dân tỉnh", "Hội Liên hiệp Phụ nữ tỉnh",
    "Hội Cựu chiến binh tỉnh", "Liên đoàn Lao động tỉnh", "Liên minh Hợp tác xã tỉnh", "Hội Chữ thập đỏ tỉnh",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Báo và Phát thanh, Truyền hình tỉnh",
    "Ban Quản lý các khu công nghiệp tỉnh", "Trung tâm Phục vụ hành chính công tỉnh", "Chi cục Kiểm lâm",
    "Chi cục Chăn nuôi và Thú y", "Trường Cao đẳng Bắc Khê", "Ngân hàng Nhà nước Chi nhánh Khu vực 5",
    "Trung tâm Khuyến công và Xúc tiến thương mại", "Quỹ Đầu tư phát triển tỉnh", "Viettel Bắc Khê",
    "Công ty Điện lực Bắc Khê", "Hiệp hội Doanh nghiệp tỉnh", "Hạt Quản lý đường bộ số 2", "Bảo tàng tỉnh",
)  # fmt: skip

GROUPS = (
    "Các sở, ban, ngành tỉnh", "UBND các xã, phường", "Các cơ quan, đơn vị, địa phương",
    "Ủy ban nhân dân các xã, phường, đặc khu", "Các doanh nghiệp viễn thông", "Các trường trung học phổ thông",
)  # fmt: skip

OBJECTIVES = (
    "Hoàn thiện thể chế, chính sách", "Phát triển hạ tầng", "Nâng cao nhận thức của cộng đồng",
    "Phát triển nguồn nhân lực", "Tăng cường kiểm tra, giám sát", "Đẩy mạnh hợp tác, liên kết vùng",
    "Bảo đảm an toàn, an ninh", "Huy động nguồn lực xã hội",
)  # fmt: skip

DUTIES = (
    "Xây dựng bộ tài liệu hướng dẫn", "Tổ chức tập huấn cho cán bộ cơ sở", "Rà soát các quy định còn chồng chéo",
    "Trang bị máy tính cho 40 điểm trường", "Lắp đặt biển cảnh báo tại các đoạn đường nguy hiểm",
    "Công khai danh sách cơ sở vi phạm", "Vận hành tổng đài tiếp nhận phản ánh", "Khảo sát nhu cầu của hộ kinh doanh",
    "Thẩm định hồ sơ theo quy trình rút gọn", "Bố trí kinh phí theo khả năng cân đối ngân sách",
    "Kiểm tra việc chấp hành pháp luật tại các mỏ đá", "Đo đạc, lập bản đồ hiện trạng",
    "Ban hành quy chế quản lý kho dữ liệu", "Mở rộng mạng lưới cộng tác viên ở thôn, bản",
    "Sản xuất chương trình phát thanh bằng tiếng dân tộc", "Nâng cấp hệ thống phần mềm một cửa",
    "Xử lý nghiêm hành vi lấn chiếm lòng đường", "Hỗ trợ 300 hộ chuyển đổi nghề nghiệp",
    "Tuyên truyền, vận động hội viên tham gia", "Chuẩn bị nội dung họp báo định kỳ",
    "Thống kê, phân loại hồ sơ tồn đọng", "Hướng dẫn thủ tục vay vốn ưu đãi", "Xây dựng mô hình điểm tại hai xã",
    "Đào tạo 25 hướng dẫn viên", "Tham mưu cơ chế đặt hàng dịch vụ công", "Cập nhật số liệu lên cổng thông tin",
    "Sửa chữa nhà văn hóa xuống cấp", "Phát động phong trào trồng cây xanh", "Biên soạn sách hỏi đáp",
    "Cấp phát thuốc, hóa chất khử trùng theo hướng dẫn của Bộ Y tế", "Lập danh mục dự án kêu gọi đầu tư",
    "Tổ chức hội chợ giới thiệu sản phẩm đặc trưng", "Nạo vét kênh mương nội đồng", "Quản lý chặt việc cấp phép",
    "Thí điểm thu phí không dừng tại bến xe", "Số hóa sổ hộ tịch lưu trữ", "Tiêm phòng cho đàn vật nuôi",
    "Diễn tập ứng phó sự cố tràn dầu", "Xét chọn sáng kiến tiêu biểu", "Nghiệm thu công trình đã hoàn thành",
    "Bảo trì cầu, cống trên các tuyến tỉnh lộ", "Giám sát chất lượng nước sinh hoạt",
    "Thực hiện chế độ tiền thưởng theo Nghị định số 73/2024/NĐ-CP của Chính phủ",
    "Duy trì chuyên mục trên trang thông tin", "Tư vấn việc làm cho lao động trở về địa phương",
    "Thu gom, xử lý vỏ bao thuốc bảo vệ thực vật", "Kết nối dữ liệu với hệ thống của Trung ương",
    "Vận động doanh nghiệp tài trợ học bổng", "Phân loại, bảo quản hiện vật quý", "Bố trí lực lượng trực 24/24 giờ",
    "Cắt giảm giấy tờ không cần thiết", "Đặt hàng nghiên cứu giống cây chịu hạn",
    "Xây dựng phương án chữa cháy cho chợ trung tâm", "Lắp thiết bị giám sát hành trình cho tàu cá",
    "Phục hồi nghề dệt thổ cẩm", "Hỗ trợ pháp lý cho doanh nghiệp nhỏ", "Quy hoạch khu chăn nuôi tập trung",
    "Kiểm kê tài sản kết cấu hạ tầng", "Trao đổi kinh nghiệm với các tỉnh bạn", "Chuẩn hóa chức danh nghề nghiệp",
)  # fmt: skip

TIMES = (
    (", hoàn thành trước ngày 30/6/2026", "2026-06-29"), (", xong trước ngày 01 tháng 10 năm 2026", "2026-09-30"),
    (" trong quý III/2026", "2026-09-30"), (", hoàn thành trong quý II năm 2026", "2026-06-30"),
    (", xong trong tháng 8 năm 2026", "2026-08-31"), (" trong tháng 5/2026", "2026-05-31"),
    (" chậm nhất ngày 15 tháng 9 năm 2026", "2026-09-15"), (", chậm nhất là ngày 20/11/2026", "2026-11-20"),
    (" từ tháng 4/2026 đến tháng 10/2026", "2026-04-01..2026-10-31"),
    (", thời gian hoàn thành: trước ngày 15/12/2026", "2026-12-14"), (" trong năm 2026", "2026-12-31"),
    (" hằng năm", "-?"), (" mỗi quý một lần", "-?"),
)  # fmt: skip

LABEL_TIMES = (
    ("Quý II/2026", "2026-06-30"), ("Quý IV năm 2026", "2026-12-31"), ("Trước ngày 15/8/2026", "2026-08-14"),
    ("Tháng 9/2026", "2026-09-30"), ("Thường xuyên", "always"), ("Hằng năm", "always"), ("Năm 2026", "2026-12-31"),
    ("Từ tháng 3/2026 đến tháng 11/2026", "2026-03-01..2026-11-30"), ("30/10/2026", "2026-10-30"),
)  # fmt: skip

LABELS = (
    ("Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"),
    ("Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện"),
    ("Chủ trì", "Phối hợp", "Thời gian"), ("Cơ quan chủ trì thực hiện", "Cơ quan phối hợp thực hiện", "Thời hạn"),
)  # fmt: skip

LEAD_WORDS = (
    "chủ trì, phối hợp với {} ", "chủ trì phối hợp với {} ", "chủ trì, ", "có trách nhiệm ", "",
    "là cơ quan đầu mối, phối hợp với {} ",
)  # fmt: skip

TITLES = (
    "Nâng cao chất lượng dịch vụ công năm 2026", "Phát triển nông thôn bền vững năm 2026",
    "Phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026", "Xúc tiến thương mại năm 2026",
)  # fmt: skip

NO_DUTIES = (
    ("Mục đích, yêu cầu", ("Nâng cao nhận thức của người dân.", "Bảo đảm thiết thực, tiết kiệm, không hình thức.")),
    ("Quan điểm", ("Phát huy sức mạnh tổng hợp của cả hệ thống chính trị.",)),
    ("Đối tượng, phạm vi", ("Đối tượng: các sở, ban, ngành; UBND các xã, phường; người dân.", "Phạm vi: toàn tỉnh.")),
    ("Tiêu chuẩn khen thưởng", ("Tập thể hoàn thành xuất sắc nhiệm vụ.", "Cá nhân được tập thể bình chọn.")),
    ("Hồ sơ, thủ tục", ("Tờ trình của cơ quan đề nghị.", "Báo cáo thành tích có xác nhận của Sở Nội vụ.")),
    ("Kinh phí", ("Tổng kinh phí 4,5 tỷ đồng, do ngân sách tỉnh bảo đảm theo Luật Ngân sách nhà nước.",)),
    ("Tình hình năm 2025", ("Công an tỉnh đã xử lý 215 vụ vi phạm.", "Sở Y tế đã kiểm tra 90 cơ sở.")),
)  # fmt: skip

CLOSINGS = (
    "Trên đây là Kế hoạch của UBND tỉnh, yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo về Sở Tài chính để tổng hợp./.",
    "Yêu cầu Giám đốc các sở, Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành./.",
    "Đề nghị các đơn vị phối hợp thực hiện./.",
)  # fmt: skip

OUTLINE = (
    ("C", "ĐỀ CƯƠNG BÁO CÁO"), ("c", "(Kèm theo Kế hoạch của UBND tỉnh)"), ("J", "I. Tình hình chung"),
    ("J", "1. Thuận lợi: nêu rõ vai trò của Sở, ngành."), ("J", "2. Khó khăn: nêu nguyên nhân."),
    ("J", "II. Kết quả thực hiện"), ("J", "- Số lớp đã mở, số người tham gia năm 2026."), ("J", "III. Kiến nghị"),
)  # fmt: skip
