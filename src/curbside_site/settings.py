"""Django's settings, read from the environment.

CURBSIDE_HOME                the home folder; the site keeps `site.sqlite3` and its secret in it
CURBSIDE_SITE_DATABASE_URL   PostgreSQL for the site, postgresql://...; unset: SQLite in the home folder
CURBSIDE_SITE_HOSTS          the names that the site answers to, with commas; unset: this machine alone
CURBSIDE_SITE_URL            its public address, https://...; unset: http://127.0.0.1:8000
CURBSIDE_SITE_SECRET         the secret that signs sessions; unset: one that is made and kept in the home folder
CURBSIDE_SITE_PROXIES        how many proxies stand before it, whose X-Forwarded-For is believed; unset: 0
CURBSIDE_SITE_ASKING         who may ask: anyone or people (those with an account); unset: people
CURBSIDE_SITE_LIMITS         how often an hour one person may do what costs; unset: ask=60, work=240, report=20 (work:
                             audits, checks and the like); without an account it counts for a session, and four times
                             as often for an address
CURBSIDE_SITE_WEBHOOKS       anywhere lets webhooks go to private addresses and over http; unset: public ones over https
CURBSIDE_SITE_MFA            a second factor: off, optional, or required of all who do more than ask; unset: optional
CURBSIDE_SITE_OIDC_ISSUER    the address of an OpenID Connect provider for single sign-on, https://...; unset: none
CURBSIDE_SITE_OIDC_CLIENT    the client's id there
CURBSIDE_SITE_OIDC_SECRET    the client's secret there
CURBSIDE_SITE_OIDC_NAME      what the button on the login page calls it; unset: single sign-on
CURBSIDE_SITE_OIDC_NEWCOMERS whom nobody added: refuse, or readers (an account as a reader); unset: refuse
CURBSIDE_SITE_FETCHING       on lets authors fetch a source by PMID, DOI or set id, which asks a service; unset: off
CURBSIDE_SITE_COMPOSER       by what answers are composed: quoting, or model, which sends questions and the sentences
                             selected for them to the language model of CURBSIDE_MODEL_URL; unset: quoting
CURBSIDE_SITE_DEBUG          1 shows errors to whoever causes them; never for others than yourself
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from curbside import settings as engine_settings
from curbside_site import configuring

HERE = Path(__file__).parent
ENGINE = engine_settings.load(allow=())
HOME = ENGINE.home
DEBUG = os.environ.get("CURBSIDE_SITE_DEBUG") == "1"
SITE_URL = os.environ.get("CURBSIDE_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = configuring.secret(HOME)
ASKING = configuring.asking()
PROXIES = configuring.proxies()
LIMITS = configuring.limits()
WEBHOOKS_ANYWHERE = configuring.webhooks_anywhere()
MFA = configuring.mfa()
OIDC = configuring.oidc()
FETCHING = configuring.fetching()
COMPOSER = configuring.composer()
OIDC_NEWCOMERS = configuring.oidc_newcomers()
ALLOWED_HOSTS = configuring.hosts(SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "curbside_site.guarding",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect") if OIDC else ()),
    "curbside_site.audit_trail",
    "curbside_site.accounts",
    "curbside_site.articles",
    "curbside_site.review",
    "curbside_site.asking",
    "curbside_site.api",
]
MIDDLEWARE = [
    "curbside_site.guarding.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "curbside_site.api.programs.ProgramMiddleware",
    "curbside_site.accounts.access.PermissionMiddleware",
    "curbside_site.pages.account.second_factor.SecondFactorMiddleware",
    "curbside_site.guarding.limits.LimitMiddleware",
]
ROOT_URLCONF = "curbside_site.urls"
WSGI_APPLICATION = "curbside_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "curbside_site.accounts.access.context",
                "curbside_site.people.demonstration.context",
            ],
        },
    }
]
DATABASES = {"default": configuring.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ("allauth.account.auth_backends.AuthenticationBackend",)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

ACCOUNT_ADAPTER = "curbside_site.pages.account.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Curbside"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "curbside_site.pages.account.adapters.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = OIDC or {}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

SECURE = urlsplit(SITE_URL).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # A browser holds a form to this also where its answer leads elsewhere, as to the single sign-on.
        "form-action": ["'self'", *configuring.oidc_origins(OIDC)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
UPLOAD_LARGEST = 50_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "curbside_site.guarding.requests.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
