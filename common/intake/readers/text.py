from django.utils.translation import gettext as _

from common.errors import Refused
def read(data, name):
    raise Refused(_("Không nhận ra loại tệp. Dùng bản Word (.docx) hoặc Excel (.xlsx) của kế hoạch."))
