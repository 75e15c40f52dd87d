"""No text of a record runs: on no page, in no file, at no address, before a real browser."""

from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import URLField
from django.test import Client

from tests.hostile import addresses
from tests.hostile.markup import CAME_OF_IT, LEADING, LONG, NOTHING, Planted, desk
from tests.hostile.planting import text_fields
from tests.world import World

#: Addresses that say back what was asked.
SAID_BACK = [
    "/search/?q={}", "/practices/?q={}", "/practices/?sector={}", "/practices/?year_from={}",
    "/practices/?{}=1", "/practices/?page={}", "/practices/compare/?code={}", "/{}/",
    "/practices/{}/", "/coverage/?rows={}", "/events/timeline/?q={}", "/admin/login/?next={}",
    "/search/?q=data-pwned", "/practices/?q=pwned&sort=relevance",
]  # fmt: skip
half = slice(connection.vendor == "postgresql", None, 2)  # each database has its half of the pages


@pytest.fixture
def planted(transactional_db):
    """Write what wants to run into everything."""
    return Planted()


@pytest.fixture
def came_of(page, live_server, page_problems):
    """Return a function that opens an address and returns what its texts became."""

    def visit(address):
        page.goto(live_server.url + address)
        page_problems[:] = [each for each in page_problems if "Failed to load resource" not in each]
        return page.evaluate(CAME_OF_IT, LEADING) | {"complaints": list(page_problems)}

    return visit


@pytest.mark.browser
def test_what_runs_is_noticed(page, page_problems):
    page.set_content(f'<p>{LONG}</p><a href="javascript:alert(1)">x</a>')
    found = page.evaluate(CAME_OF_IT, LEADING)
    assert len(found["elements"]) == 3
    assert found["ran"] is True
    assert found["links"] == ["javascript:alert(1)"]
    page_problems.clear()


@pytest.mark.browser
def test_no_text_runs_on_a_page_for_readers(planted, came_of):
    pages = [
        each.right for each in addresses.routes(planted.world) if is_page(each.right, Client())
    ]
    pages += [address.format(quote(LONG, safe="")) for address in SAID_BACK]
    pages.append(planted.withdrawn.get_absolute_url())
    found = {address: came_of(address) for address in pages[half]}
    assert {address: each for address, each in found.items() if each != NOTHING} == {}


@pytest.mark.browser
def test_no_text_runs_at_the_desk(planted, came_of, page, live_server):
    client = Client()
    client.force_login(planted.person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    pages = [address for address in list(desk())[half] if is_page(address, client)]
    assert len(pages) > 40
    found = {address: came_of(address) for address in pages}
    assert {address: each for address, each in found.items() if each != NOTHING} == {}


def is_page(address: str, client: Client) -> bool:
    """Say whether a browser shows what is at an address, and does not save it."""
    answer = client.get(address, follow=True)
    return answer.status_code == 200 and "text/html" in answer["Content-Type"]


@pytest.mark.django_db
def test_no_table_takes_an_address_that_runs():
    World(1)
    for model in apps.get_app_config("catalogue").get_models():
        for field in text_fields(model):
            if isinstance(field, URLField):
                with pytest.raises(IntegrityError), transaction.atomic():
                    model._base_manager.update(**{field.name: "javascript:alert(1)"})
