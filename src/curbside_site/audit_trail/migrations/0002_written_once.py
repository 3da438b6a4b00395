"""Rows that are written once, held so by the database."""

from django.db import migrations

from curbside_site.audit_trail.written_once import written_once


class Migration(migrations.Migration):
    dependencies = (("audit_trail", "0001_initial"),)
    operations = (written_once("audit_trail_entry"),)
