from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0002_document_zone'),
    ]

    operations = [
        migrations.AddField(
            model_name='serial',
            name='held_for',
            field=models.UUIDField(null=True),
        ),
    ]
