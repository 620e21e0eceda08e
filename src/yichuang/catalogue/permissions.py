"""What the catalogue asks for."""

EDIT = "catalogue.edit"  # load, import, publish
