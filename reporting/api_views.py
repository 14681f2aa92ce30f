"""Figures for other systems, as JSON, for those who see them on the dashboard."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from reporting import rules
from reporting.dashboards.figures import figures_now
from reporting.models import Period
from reporting.rollup import RULES_VERSION, rollup, to_json


@extend_schema(
    summary="Số liệu tổng hợp của một kỳ báo cáo",
    description="`known_at` là lúc số liệu thay đổi lần cuối. Gửi lại ETag bằng If-None-Match thì nhận 304 khi số liệu "
    "chưa thay đổi.",
    parameters=[
        OpenApiParameter(
            "parts", bool, description="1: kèm dòng đã duyệt của từng cơ quan trong mỗi nhiệm vụ"
        )
    ],
    responses=OpenApiTypes.OBJECT,
)
@api_view(["GET"])
def period_rollup(request: Request, ref: str) -> HttpResponse:
    """Today's roll-up of a period: the figures of the dashboard and of the province report.

    They are those of the last change, so that equal figures are equal bytes, and who has them is told so (304).
    """
    period = get_object_or_404(Period.objects.visible_to(request.user), ref=ref)
    if not rules.reads_the_figures(request.user, period):
        raise PermissionDenied
    now = clock.now()
    figures = figures_now(period, now)
    with_parts = request.query_params.get("parts") == "1"
    tag = f'W/"{RULES_VERSION}-{figures.day}-{figures.known_at.timestamp()}-{int(with_parts)}"'
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        return known
    if with_parts:
        figures = rollup(period, day=figures.day, known_at=figures.known_at, parts=True)
    return Response(to_json(figures), headers={"ETag": tag})
