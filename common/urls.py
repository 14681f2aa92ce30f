from django.urls import path

from common import views

urlpatterns = [
    path("viec/<str:ref>/", views.job_status, name="job_status"),
]
