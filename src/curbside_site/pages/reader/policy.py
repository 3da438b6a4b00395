"""The editorial policy: how a text is made, who reviews it, and when that lapses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.review.models import HighRisk, Policy


@needs(Permission.PUBLIC)
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """What holds now, with the list of what needs two reviewers."""
    told = {"policy": Policy.objects.first() or Policy(), "high_risk": HighRisk.objects.order_by("word")}
    return render(request, "reader/policy.html", told)
