"""For whoever keeps the site: the audit trail, jobs, and the settings in force."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from curbside import __version__
from curbside_site.accounts.access import needs
from curbside_site.accounts.roles import Permission
from curbside_site.articles import desk
from curbside_site.audit_trail import trail as trail_
from curbside_site.audit_trail.models import Entry
from curbside_site.people import demonstration
from curbside_site.review import jobs as jobs_
from curbside_site.review.models import JobState

A_PAGE = 50


@needs(Permission.READ_TRAIL)
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """The audit trail, newest first, by who, what and about what; whether its chain holds is worked out on request."""
    by, about, action = (request.GET.get(n, "").strip() for n in ("by", "about", "action"))
    found = Entry.objects.order_by("-number")
    found = found.filter(by__icontains=by) if by else found
    found = found.filter(about__icontains=about) if about else found
    found = found.filter(action__icontains=action) if action else found
    told = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "by": by,
        "about": about,
        "action": action,
        "head": trail_.head(),
        "breaks": list(trail_.breaks()) if request.GET.get("prove") else None,
    }
    return render(request, "account/trail.html", told)


@needs(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def jobs(request: HttpRequest) -> HttpResponse:
    """What runs again and again, when it ran last and what came of it; a button lets it run at once."""
    if request.method == "POST":
        jobs_.run_now(request.POST.get("name", ""))
        return redirect("jobs")
    states = {s.name: s for s in JobState.objects.all()}
    rows = [(job, states.get(job.name)) for job in jobs_.JOBS.values()]
    return render(request, "account/jobs.html", {"rows": rows})


@needs(Permission.READ_TRAIL)
@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """Where an administrator, or an editor who reads the trail, begins."""
    failing = JobState.objects.exclude(error="")
    return render(request, "account/administration.html", {"failing": failing, "head": trail_.head()})


@needs(Permission.ADMINISTER)
@require_GET
def settings_page(request: HttpRequest) -> HttpResponse:
    """What is set, without secrets, and what each setting is called."""
    return render(request, "account/settings.html", {"rows": _settings()})


def _settings() -> list[tuple[str, Any, str]]:
    engine, library = settings.ENGINE, desk.library()
    oidc = settings.OIDC["openid_connect"]["APPS"][0] if settings.OIDC else None
    return [
        ("Version", __version__, ""),
        ("Home folder", settings.HOME, "CURBSIDE_HOME"),
        ("Demonstration", "yes" if demonstration.is_one() else "no", ""),
        ("Library", f"{library.where} ({library.count()} sources)", "CURBSIDE_DATABASE_URL"),
        ("Site database", connection.vendor, "CURBSIDE_SITE_DATABASE_URL"),
        ("Jurisdiction", engine.jurisdiction or "none: no country's doses come first", "CURBSIDE_JURISDICTION"),
        ("Goes further", ", ".join(engine.allow) or "nothing is turned on", "CURBSIDE_ALLOW"),
        ("Address", settings.SITE_URL, "CURBSIDE_SITE_URL"),
        ("Answers to", ", ".join(settings.ALLOWED_HOSTS), "CURBSIDE_SITE_HOSTS"),
        ("Proxies before it", settings.PROXIES, "CURBSIDE_SITE_PROXIES"),
        ("Who may ask", settings.ASKING, "CURBSIDE_SITE_ASKING"),
        ("Second factor", settings.MFA, "CURBSIDE_SITE_MFA"),
        ("Single sign-on", oidc["settings"]["server_url"] if oidc else "none", "CURBSIDE_SITE_OIDC_ISSUER"),
        ("Newcomers by it", "readers" if settings.OIDC_NEWCOMERS else "refused", "CURBSIDE_SITE_OIDC_NEWCOMERS"),
        ("Answers composed by", settings.COMPOSER, "CURBSIDE_SITE_COMPOSER"),
        ("Sources by identifier", "on" if settings.FETCHING else "off", "CURBSIDE_SITE_FETCHING"),
        ("Errors shown", "yes: never for others than yourself" if settings.DEBUG else "no", "CURBSIDE_SITE_DEBUG"),
    ]
