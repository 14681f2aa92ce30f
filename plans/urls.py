"""Addresses of plans; names are template names."""

from django.urls import path, register_converter

from plans.views import annexes, changes, import_rows, imports, pages


class PrintedCode:
    """The code of a task in an address: whatever is printed, a slash too; `~` for a task that has none."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        return "" if value == "~" else value

    def to_url(self, value: str) -> str:
        return value or "~"


register_converter(PrintedCode, "code")

urlpatterns = [
    path("nhap-phu-luc/", imports.imports, name="imports"),
    path("nhap-phu-luc/<slug:ref>/", imports.import_draft, name="import_draft"),
    path("nhap-phu-luc/<slug:ref>/xac-nhan/", imports.confirm_import, name="confirm_import"),
    path("nhap-phu-luc/<slug:ref>/bo/", imports.discard_import, name="discard_import"),
    path("nhap-phu-luc/<slug:ref>/chuyen/", imports.hand_over_import, name="hand_over_import"),
    path("nhap-phu-luc/<slug:ref>/hoan-tac/", imports.undo_import, name="undo_import"),
    path("nhap-phu-luc/<slug:ref>/phep-cong.xlsx", imports.import_sums, name="import_sums"),
    path("nhap-phu-luc/<slug:ref>/dong/<slug:key>/", import_rows.draft_row, name="draft_row"),
    path("nhap-phu-luc/<slug:ref>/doc-la/", import_rows.draft_meaning, name="draft_meaning"),
    path("nhap-phu-luc/<slug:ref>/van-ban/", import_rows.draft_head, name="draft_head"),
    path("nhap-phu-luc/<slug:ref>/co-quan/", import_rows.draft_agencies, name="draft_agencies"),
    path("nhap-phu-luc/<slug:ref>/bang/", import_rows.draft_table, name="draft_table"),
    path("ke-hoach/", pages.plans, name="plans"),
    path("ke-hoach/<slug:ref>/", pages.plan, name="plan"),
    path("ke-hoach/<slug:ref>/kinh-phi/", pages.plan_money, name="plan_money"),
    path("ke-hoach/<slug:ref>/phu-luc.<slug:fmt>", annexes.plan_annex, name="plan_annex"),
    path("ke-hoach/<slug:ref>/nhat-ky/", pages.plan_history, name="plan_history"),
    path("ke-hoach/<slug:ref>/thay-doi/", changes.task_change, name="task_change"),
    path("ke-hoach/<slug:ref>/thay-doi/<int:event>/lay-lai/", changes.take_back, name="take_back_change"),
    path("ke-hoach/<slug:ref>/nhiem-vu/<code:code>/", pages.task, name="task"),
]
