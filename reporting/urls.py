"""Addresses of the season; names are template names."""

from django.urls import path

from reporting.views import (
    board,
    dashboard,
    filling,
    my_work,
    periods,
    province_report,
    review,
    submission,
    submissions,
)

urlpatterns = [
    path("", my_work.my_work, name="my_work"),
    path("bao-cao/", submissions.submissions, name="submissions"),
    path("bao-cao/<slug:ref>/", submission.submission, name="submission"),
    path("bao-cao/<slug:ref>/luu/", filling.save_field, name="save_field"),
    path("bao-cao/<slug:ref>/tai-lieu/", filling.add_evidence, name="add_evidence"),
    path("bao-cao/<slug:ref>/tai-lieu/<int:pk>/xoa/", filling.remove_evidence, name="remove_evidence"),
    path("bao-cao/<slug:ref>/tep/<slug:file_ref>/", submission.evidence_file, name="evidence_file"),
    path("bao-cao/<slug:ref>/tai-ve.docx", submission.submission_docx, name="submission_docx"),
    path("bao-cao/<slug:ref>/<slug:verb>/", submission.submission_action, name="submission_action"),
    path("toan-tinh/", dashboard.dashboard, name="dashboard"),
    path("toan-tinh/nhiem-vu/", dashboard.province_tasks, name="province_tasks"),
    path("toan-tinh/vuong-mac/", dashboard.obstacles, name="obstacles"),
    path("bao-cao-tong-hop/", province_report.province_reports, name="province_reports"),
    path("bao-cao-tong-hop/<slug:ref>/", province_report.province_report, name="province_report"),
    path("bao-cao-tong-hop/<slug:ref>/luu/", province_report.save_section, name="save_section"),
    path("bao-cao-tong-hop/<slug:ref>/tep-da-ky/", province_report.signed_file, name="signed_file"),
    path("bao-cao-tong-hop/<slug:ref>/<slug:verb>/", province_report.report_action, name="report_action"),
    path("ke-hoach/<slug:ref>/che-do-bao-cao/", periods.cycle, name="cycle"),
    path("ke-hoach/<slug:ref>/mo-ky/", periods.open_period, name="open_period"),
    path("thu-bao-cao/", board.boards, name="boards"),
    path("thu-bao-cao/<slug:ref>/", board.board, name="board"),
    path("thu-bao-cao/<slug:ref>/nhac/", board.remind, name="remind"),
    path("thu-bao-cao/<slug:ref>/dong/", board.close_period, name="close_period"),
    path("tham-dinh/<slug:ref>/", review.review, name="review"),
    path("tham-dinh/<slug:ref>/<slug:verb>/", review.review_action, name="review_action"),
    path("ky/<slug:ref>/soan-bao-cao/", province_report.draft_report, name="draft_report"),
    path("ky/<slug:ref>/xuat/<slug:fmt>/", province_report.export_period, name="export_period"),
    path("xuat/<slug:ref>/", province_report.export_job, name="export_job"),
    path("xuat/<slug:ref>/tep/", province_report.export_file, name="export_file"),
]
