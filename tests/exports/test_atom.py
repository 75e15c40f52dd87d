"""Atom: the newest records of any filtered list, valid for every text and for none."""

import datetime
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.exports import cells
from catalogue.exports.formats import FORMATS, atom
from tests.factories import make_organization, make_practice, make_resolution, make_sector

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def feed(path: str) -> ET.Element:
    """Read a feed of the site and check what RFC 4287 asks of every feed and entry."""
    response = Client().get(path)
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(response.getvalue())  # noqa: S314 (of our own making)
    for element in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
            assert text(element, name)
        assert datetime.datetime.fromisoformat(text(element, "updated")).tzinfo
    assert root.find(f"{ATOM}author/{ATOM}name").text
    ids = [text(entry, "id") for entry in entries(root)]
    assert len(set(ids)) == len(ids)
    return root


def entries(root: ET.Element) -> list[ET.Element]:
    """Return the entries of a feed."""
    return root.findall(f"{ATOM}entry")


def text(element: ET.Element, name: str) -> str:
    """Return the text of a child."""
    return element.findtext(ATOM + name)


def links(element: ET.Element) -> dict[str, str]:
    """Return the addresses of an element by what they are to it."""
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def publish(number: int, **fields):
    """Make a practice that was published on the given day."""
    return make_practice(published_at=DAY + datetime.timedelta(days=number), **fields)


def test_an_entry_says_what_the_record_is_and_who_is_behind_it():
    bodies = [make_organization(name="A & B"), make_organization(name="C")]
    practice = make_practice(title="Drones <b>&amp;", kind="tool", organizations=bodies)
    (entry,) = entries(feed("/practices.atom"))
    address = f"http://testserver/practices/{practice.code}/"
    assert text(entry, "title") == "Drones <b>&amp;"
    assert links(entry)["alternate"] == address
    assert text(entry, "id").startswith("urn:uuid:")
    assert text(entry, "summary") == practice.summary
    assert text(entry, "published") == f"{practice.published_at:%Y-%m-%dT%H:%M:%SZ}"
    assert text(entry, "updated") == f"{practice.updated_at:%Y-%m-%dT%H:%M:%SZ}"
    assert entry.find(f"{ATOM}category").attrib == {"term": "tool", "label": "Tool"}
    assert [each.text for each in entry.findall(f"{ATOM}author/{ATOM}name")] == ["A & B", "C"]


def test_a_resolution_is_told_apart_by_its_symbol():
    make_resolution(2341, title="Threats to peace")
    (entry,) = entries(feed("/resolutions.atom"))
    assert text(entry, "title") == "S/RES/2341 (2017): Threats to peace"


def test_the_newest_come_first_in_whatever_order_the_list_is():
    middle, oldest, newest = publish(2, title="B"), publish(1, title="A"), publish(3, title="C")
    for query in ("", "?sort=title", "?q=summary&sort=relevance", "?page=1&per_page=50"):
        root = feed(f"/practices.atom{query}")
        if "q=" not in query:
            codes = [links(entry)["alternate"].split("/")[-2] for entry in entries(root)]
            assert codes == [newest.code, middle.code, oldest.code]
        assert "sort=" not in links(root)["self"] + links(root)["alternate"]


def test_a_feed_holds_the_newest_only_and_says_how_many_these_are(monkeypatch):
    assert FORMATS["atom"].newest == 50
    monkeypatch.setitem(FORMATS, "atom", replace(FORMATS["atom"], newest=2))
    made = [publish(number) for number in range(3)]
    response = Client().get("/practices.atom")
    assert response["X-Total-Count"] == "2"
    found = [links(entry)["alternate"] for entry in entries(feed("/practices.atom"))]
    assert [each.split("/")[-2] for each in found] == [made[2].code, made[1].code]


def test_a_feed_knows_its_own_address_and_that_of_its_list():
    sector = make_sector(label="Aviation")
    publish(1, title="Drones", sectors=[sector])
    query = f"?sector={sector.slug}&q=drones"
    root = feed(f"/practices.atom{query}&sort=title&utm_source=x")
    found = links(root)
    assert found["self"].startswith("http://testserver/practices.atom?")
    assert found["alternate"] == found["self"].replace(".atom?", "/?")
    assert len(entries(feed(found["self"].removeprefix("http://testserver")))) == 1
    assert text(root, "subtitle") == "Search: “drones”; Sector: Aviation"


def test_its_identifiers_do_not_follow_the_name_that_it_was_asked_under(settings):
    settings.ALLOWED_HOSTS = ["one.example", "other.example"]
    publish(1)
    one, other = (
        ET.fromstring(Client().get("/practices.atom?q=practice", HTTP_HOST=host).getvalue())  # noqa: S314
        for host in settings.ALLOWED_HOSTS
    )
    ids = [[text(each, "id") for each in (root, *entries(root))] for root in (one, other)]
    assert ids[0] == ids[1]
    assert links(one) != links(other)


def test_a_feed_is_as_new_as_its_newest_change():
    old = publish(1)
    publish(2)
    type(old).objects.filter(pk=old.pk).update(updated_at=timezone.now() + timezone.timedelta(1))
    old.refresh_from_db()
    root = feed("/practices.atom")
    assert text(root, "updated") == f"{old.updated_at:%Y-%m-%dT%H:%M:%SZ}"


def test_a_feed_without_entries_is_valid_and_always_the_same():
    root = feed("/practices.atom?q=nothing")
    assert entries(root) == []
    assert text(root, "updated") == cells.plain_text(atom.NEVER)
    tags = {Client().get("/practices.atom?q=nothing")["ETag"] for _ in range(2)}
    assert len(tags) == 1


def test_characters_that_xml_refuses_are_dropped():
    make_practice(title="a\x0bb\x01c\ufffed\uffff\n反恐 مكافحة", summary="\x1b[31mred")
    (entry,) = entries(feed("/practices.atom"))
    assert text(entry, "title") == "a bcd 反恐 مكافحة"
    assert text(entry, "summary") == "[31mred"


def test_a_browser_may_show_a_feed():
    name = Client().get("/practices.atom")["Content-Disposition"]
    assert name.startswith('inline; filename="good-practices_')
