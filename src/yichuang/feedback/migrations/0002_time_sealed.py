from django.db import migrations, models

import yichuang.kit.ids
from yichuang.feedback.models import sealed_moment


def seal(apps, schema_editor):
    Rating = apps.get_model("feedback", "Rating")
    for row in Rating.objects.iterator():
        row.given_sealed = sealed_moment(row.given_at)
        row.save(update_fields=["given_sealed"])


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rating',
            name='id',
            field=models.UUIDField(default=yichuang.kit.ids.new_timeless_id, editable=False, primary_key=True, serialize=False),
        ),
        migrations.AddField(
            model_name='rating',
            name='given_sealed',
            field=models.TextField(default=''),
            preserve_default=False,
        ),
        migrations.RunPython(seal, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='rating',
            name='given_at',
        ),
    ]
