"""The settings of the site under test: a home of its own, and quick passwords.

CURBSIDE_TEST_DATABASE=postgresql runs it on a PostgreSQL server that is started for these tests alone.
"""

import os
import tempfile

os.environ["CURBSIDE_HOME"] = os.environ.get("CURBSIDE_TEST_HOME") or tempfile.mkdtemp(prefix="curbside-site-")
if os.environ.get("CURBSIDE_TEST_DATABASE") == "postgresql":
    from curbside.testing.postgres_server import shared_server

    os.environ["CURBSIDE_SITE_DATABASE_URL"] = shared_server().url().replace("postgresql+psycopg", "postgresql")

from curbside_site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
