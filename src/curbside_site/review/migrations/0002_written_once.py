"""Rows that are written once, held so by the database."""

from django.db import migrations

from curbside_site.audit_trail.written_once import written_once


class Migration(migrations.Migration):
    dependencies = (("review", "0001_initial"),)
    operations = (written_once("review_decision", "review_statementverdict"),)
