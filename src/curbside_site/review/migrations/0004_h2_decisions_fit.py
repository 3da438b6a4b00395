"""A decision fits its revision, and an outcome its decision, held so by the database."""

from django.db import migrations

from curbside_site.review.fitting import decisions_fit


class Migration(migrations.Migration):
    dependencies = (("review", "0003_h2_jobs"), ("articles", "0003_written_once"))
    operations = (decisions_fit(),)
