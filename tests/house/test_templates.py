"""Every template compiles, and a name that is not there fails the test that renders it."""

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template

FOLDER = settings.ROOT / "templates"
TEMPLATES = [str(path.relative_to(FOLDER)) for path in sorted(FOLDER.rglob("*.html"))]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    get_template(name)


def test_a_name_that_is_not_there_is_noticed(unresolved_variables):
    get_template("404.html").template.render(Context({}))  # its base asks for the request
    assert unresolved_variables.names
    unresolved_variables.names.clear()
