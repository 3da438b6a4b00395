"""Rows that are written once, held so by the database."""

from django.db import migrations

from curbside_site.audit_trail.written_once import written_once


class Migration(migrations.Migration):
    dependencies = (("articles", "0002_states"),)
    operations = (written_once("articles_revision", "articles_cited", "articles_staterow"),)
