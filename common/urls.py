from django.urls import path

from common import views

urlpatterns = [
    path("thu/", views.inbox, name="inbox"),
    path("thu/<int:pk>/", views.message, name="message"),
    path("thu-mau/", views.mail_folder, name="mail_folder"),
    path("danh-sach/<str:ref>/", views.list_job, name="list_job"),
    path("danh-sach/<str:ref>/tep/", views.list_made, name="list_made"),
    path("viec/<str:ref>/", views.job_status, name="job_status"),
]
