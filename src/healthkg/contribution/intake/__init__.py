"""Intake without RDF: a workbook to fill, read back cell by cell into Turtle for one document."""

from healthkg.contribution.intake.importing import Intake, grids, import_content, import_facts
from healthkg.contribution.intake.layout import default_file, help_sheet
from healthkg.contribution.intake.template import template

__all__ = ["Intake", "default_file", "grids", "help_sheet", "import_content", "import_facts", "template"]
