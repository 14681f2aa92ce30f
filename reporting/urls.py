"""Addresses of the season; names are template names."""

from django.urls import path

from reporting.views import dashboard, plans, province_report

urlpatterns = [
    path("ke-hoach/", plans.plans, name="plans"),
    path("ke-hoach/<slug:ref>/", plans.plan, name="plan"),
    path("ke-hoach/<slug:ref>/chi-tieu/", plans.plan_indicators, name="plan_indicators"),
    path("ke-hoach/<slug:ref>/kinh-phi/", plans.plan_money, name="plan_money"),
    path("ke-hoach/<slug:ref>/nhat-ky/", plans.plan_history, name="plan_history"),
    path("ke-hoach/<slug:ref>/nhiem-vu/<str:code>/", plans.task, name="task"),
    path("chi-tieu/", plans.indicators, name="indicators"),
    path("toan-tinh/", dashboard.dashboard, name="dashboard"),
    path("toan-tinh/nhiem-vu/", dashboard.province_tasks, name="province_tasks"),
    path("toan-tinh/vuong-mac/", dashboard.obstacles, name="obstacles"),
    path("bao-cao-tong-hop/", province_report.province_reports, name="province_reports"),
    path("bao-cao-tong-hop/<slug:ref>/", province_report.province_report, name="province_report"),
    path("bao-cao-tong-hop/<slug:ref>/luu/", province_report.save_section, name="save_section"),
    path("bao-cao-tong-hop/<slug:ref>/tep-da-ky/", province_report.signed_file, name="signed_file"),
    path("bao-cao-tong-hop/<slug:ref>/<slug:verb>/", province_report.report_action, name="report_action"),
    path("ky/<slug:ref>/soan-bao-cao/", province_report.draft_report, name="draft_report"),
    path("ky/<slug:ref>/xuat/<slug:fmt>/", province_report.export_period, name="export_period"),
    path("xuat/<slug:ref>/", province_report.export_job, name="export_job"),
    path("xuat/<slug:ref>/tep/", province_report.export_file, name="export_file"),
]
