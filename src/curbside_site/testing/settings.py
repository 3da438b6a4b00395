"""The settings of the site under test: a home of its own, and quick passwords."""

import os
import tempfile

os.environ["CURBSIDE_HOME"] = os.environ.get("CURBSIDE_TEST_HOME") or tempfile.mkdtemp(prefix="curbside-site-")

from curbside_site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
