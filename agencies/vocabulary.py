"""The words for what was done to the register."""

from django.utils.translation import gettext_lazy as _

from common.vocabulary import Word, declare

VERB = {
    "load_reference": Word(_("Nạp danh mục"), "sheet"),
    "create_agency": Word(_("Thêm cơ quan"), "plus"),
    "change_agency": Word(_("Sửa cơ quan"), "pencil"),
    "create_group": Word(_("Thêm nhóm cơ quan"), "plus"),
    "change_group": Word(_("Sửa nhóm cơ quan"), "pencil"),
    "create_group_member": Word(_("Thêm thành viên nhóm"), "plus"),
    "change_group_member": Word(_("Sửa thành viên nhóm"), "pencil"),
    "create_person": Word(_("Thêm người dùng"), "plus"),
    "change_person": Word(_("Sửa người dùng"), "pencil"),
    "create_membership": Word(_("Giao vai trò"), "plus"),
    "change_membership": Word(_("Sửa vai trò"), "pencil"),
    "create_agency_name": Word(_("Thêm cách viết tên cơ quan"), "plus"),
    "change_agency_name": Word(_("Sửa cách viết tên cơ quan"), "pencil"),
    "create_calendar_day": Word(_("Thêm ngày nghỉ, làm bù"), "plus"),
    "change_calendar_day": Word(_("Sửa ngày nghỉ, làm bù"), "pencil"),
    "remove_calendar_day": Word(_("Bỏ ngày nghỉ, làm bù"), "cross"),
    "set_password": Word(_("Đặt lại mật khẩu"), "lock"),
}

declare(verb=VERB)
