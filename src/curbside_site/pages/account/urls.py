"""The addresses of accounts and of administration."""

from __future__ import annotations

from allauth.account import views as local
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from curbside_site.accounts.access import OUTSIDE
from curbside_site.accounts.roles import Permission
from curbside_site.pages.account import administering, own, running

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", own.account, name="account"),
    path("account/describe/", own.describe, name="account_describe"),
    path("account/interests/", own.interests, name="account_interests"),
    path("account/set-password/<str:uidb64>/<str:token>/", own.set_password, name="set_password"),
    path("account/login/", local.login, name="login"),
    path("account/login/", local.login, name="account_login"),
    path("account/logout/", local.logout, name="logout"),
    path("account/logout/", local.logout, name="account_logout"),
    path("account/inactive/", local.account_inactive, name="account_inactive"),
    path("account/password/", local.password_change, name="account_change_password"),
    path("account/reauthenticate/", local.reauthenticate, name="account_reauthenticate"),
    path("administration/", running.administration, name="administration"),
    path("administration/people/", administering.people, name="people"),
    path("administration/people/<str:username>/", administering.one, name="one_person"),
    path("administration/people/<str:username>/change/", administering.change, name="change_person"),
    path("administration/people/<str:username>/verify/", administering.verify, name="verify_credential"),
    path("administration/credentials/", administering.credentials, name="credentials"),
    path("administration/credentials/<int:number>/end/", administering.end, name="end_credential"),
    path("administration/trail/", running.trail, name="trail"),
    path("administration/jobs/", running.jobs, name="jobs"),
    path("administration/settings/", running.settings_page, name="settings"),
    path("roles/", administering.roles, name="roles"),
]
OUTSIDE.update(
    {
        "login": Permission.PUBLIC,
        "account_login": Permission.PUBLIC,
        "logout": Permission.PUBLIC,
        "account_logout": Permission.PUBLIC,
        "account_inactive": Permission.PUBLIC,
        "account_change_password": Permission.ACCOUNT,
        "account_reauthenticate": Permission.ACCOUNT,
    }
)
if settings.MFA != "off":
    urlpatterns.append(path("account/two-factor/", include("allauth.mfa.urls")))
    OUTSIDE.update(
        {
            "mfa_index": Permission.ACCOUNT,
            "mfa_authenticate": Permission.PUBLIC,
            "mfa_reauthenticate": Permission.ACCOUNT,
            "mfa_activate_totp": Permission.ACCOUNT,
            "mfa_deactivate_totp": Permission.ACCOUNT,
            "mfa_view_recovery_codes": Permission.ACCOUNT,
            "mfa_generate_recovery_codes": Permission.ACCOUNT,
            "mfa_download_recovery_codes": Permission.ACCOUNT,
        }
    )
if settings.OIDC:
    urlpatterns += [
        path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("account/connections/", include("allauth.socialaccount.urls")),
    ]
    OUTSIDE.update(
        {
            "openid_connect_login": Permission.PUBLIC,
            "openid_connect_callback": Permission.PUBLIC,
            "socialaccount_login_cancelled": Permission.PUBLIC,
            "socialaccount_login_error": Permission.PUBLIC,
            "socialaccount_signup": Permission.PUBLIC,
            "socialaccount_connections": Permission.ACCOUNT,
        }
    )
