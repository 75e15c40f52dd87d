"""The walk past every page finds what is linked, and nothing that is not a page of this site."""

import pytest

from tools.inspection import programs
from tools.inspection.pages import KINDS, SAMPLES, find_links, walk_site

SITE = {
    "/": '<a href="/practices/GP-0001/">',
    "/practices/GP-0001/": '<a href="../../sectors/energy/#top">',
    "/sectors/energy/": "",
    SAMPLES: '<a href="/made-up/">',
}


def get(address: str) -> tuple[int, str]:
    """Return what a small site answers: what stands in it, or 404."""
    known = address in SITE or address in KINDS.values()
    return (200, SITE.get(address, "")) if known else (404, "")


def test_pages_that_only_other_pages_link_to_are_found():
    found = {page.address for page in walk_site(get)}
    assert {"/practices/GP-0001/", "/sectors/energy/", *KINDS.values()} <= found
    assert "/made-up/" not in found


def test_a_link_that_leads_nowhere_is_noticed(monkeypatch):
    monkeypatch.setitem(SITE, "/", '<a href="/gone/">')
    assert [page.address for page in walk_site(get) if page.is_missing] == ["/gone/"]


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/practices/?page=2", ["/practices/?page=2"]),
        ("/practices/?sector=energy", []),
        ("/practices.csv", []),
        ("/admin/", []),
        ("https://example.org/", []),
        ("mailto:a@example.org", []),
        ("#main", ["/x/"]),
    ],
)
def test_only_pages_for_readers_are_followed(address, leads_to):
    assert find_links("/x/", f'<p><a href="{address}">') == leads_to


def missing():
    """Be an inspection whose program is not there."""
    raise programs.ProgramMissing("no java found")


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_missing_program_is_said_loudly_and_fails_in_ci(monkeypatch, capsys, ci, code):
    monkeypatch.setenv("CI", ci)
    assert programs.run_inspection(missing, "MARKUP") == code
    assert "MARKUP NOT CHECKED: no java found" in capsys.readouterr().err
