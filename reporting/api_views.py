"""Figures for other systems, as JSON, for those who see them on the dashboard."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from reporting import rules
from reporting.models import Period
from reporting.rollup import rollup, to_json


@extend_schema(
    summary="Số liệu tổng hợp của một kỳ báo cáo",
    parameters=[
        OpenApiParameter(
            "parts", bool, description="1: kèm dòng đã duyệt của từng cơ quan trong mỗi nhiệm vụ"
        )
    ],
    responses=OpenApiTypes.OBJECT,
)
@api_view(["GET"])
def period_rollup(request: Request, ref: str) -> Response:
    """Today's roll-up of a period: the figures of the dashboard and of the province report."""
    period = get_object_or_404(Period.objects.visible_to(request.user), ref=ref)
    if not rules.reads_the_figures(request.user, period):
        raise PermissionDenied
    with_parts = request.query_params.get("parts") == "1"
    figures = rollup(period, day=clock.today(), known_at=clock.now(), parts=with_parts)
    return Response(to_json(figures))
