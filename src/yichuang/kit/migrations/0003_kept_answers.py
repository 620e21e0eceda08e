import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_document")]

    operations = [
        migrations.DeleteModel(name="IdempotentAnswer"),
        migrations.CreateModel(
            name="IdempotentAnswer",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("body", models.UUIDField()),
                ("status", models.SmallIntegerField()),
                ("answer", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["at"], name="idempotent_at", autosummarize=True
                    )
                ],
            },
        ),
        # Compressed and encrypted already: trying again would cost and gain nothing.
        migrations.RunSQL(
            "ALTER TABLE kit_idempotentanswer ALTER COLUMN answer SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
