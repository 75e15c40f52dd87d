"""What people type about the real records leads to what they mean."""

import re
from html import unescape

import pytest
from django.test import Client

from catalogue.changelog.queries import current_version
from catalogue.search.recognition import recognise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]

PARAGRAPH = "S/RES/2341 (2017), para. 2"
#: What is pinned for a whole search, as its label begins.
PINNED = {
    **dict.fromkeys(
        ["2341 (2017) para 2", "2341 OP2", "2341 para 2", "2341 para. 2", "2341 paragraph 2",
         "2341(2)", "OP2 2341", "paragraph 2 of resolution 2341"],
        PARAGRAPH,
    ),
    **dict.fromkeys(
        ["2341", "Res 2341", "S/RES/2341 (2017)", "SC res. 2341", "SCR 2341"], "S/RES/2341 (2017)"
    ),
    "resolution 2396": "S/RES/2396 (2017)", "60/288": "A/RES/60/288 (2006)",
    **dict.fromkeys(
        ["75/291", "A/RES/75/291", "GA resolution 75/291"], "A/RES/75/291 (2021)"
    ),
    **dict.fromkeys(["GP 1", "gp0001", "GP0001"], "GP-0001"), "EV29": "EV-0029",
    "APEC": "Asia-Pacific Economic Cooperation", "ASEAN": "Association of South-East",
    "Interpol's": "International Criminal Police", "CTED": "Counter-Terrorism Committee Exec",
    "United Nations Office of Counter-Terrorism": "United Nations Office of Counter-Terrorism",
    "IATA": "International Air Transport Association",
    "Asia": "Asia", "Southeast Asia": "South-eastern Asia", "West Africa": "Western Africa",
    "South Africa": "South Africa",
    "Burma": "Myanmar", "Emirates": "United Arab Emirates", "Kenya": "Kenya",
    "England": "United Kingdom", "Great-Britain": "United Kingdom", "Holland": "Netherlands",
    "Hong Kong": "Hong Kong, China", "Hong Kong, China": "Hong Kong, China", "Iran": "Iran",
    "Russia": "Russian Federation", "South Korea": "Republic of Korea", "U.K.": "United Kingdom",
    "U.S.": "United States", "US": "United States", "USA": "United States", "UK": "United Kingdom",
    "UAE": "United Arab Emirates", "Turkiye": "Türkiye", "Turkey": "Türkiye", "Vietnam": "Viet Nam",
    "Ivory Coast": "Côte", "Taiwan": "Chinese Taipei", "Singapore": "Singapore", "Кения": "Kenya",
    "肯尼亚": "Kenya", "كينيا": "Kenya",
    "airports": "Civil aviation", "cinema": "Entertainment", "C-UAS": "Unmanned", "dam": "Water",
    "drone": "Unmanned", "electricity grid": "Energy", "ferry": "Maritime", "IED": "Explosives",
    "house of worship": "Religious", "human rights": "Community", "insider threat": "Insider",
    "ISPS": "Maritime", "knife attack": "Bladed", "mall": "Retail", "malls": "Retail",
    "shopping centre": "Retail", "shopping center": "Retail", "metro": "Rail", "PPP": "Public",
    "stadia": "Sports", "stadium": "Sports", "suicide bomber": "Explosives", "train": "Rail",
    "theater": "Entertainment", "truck attack": "Vehicle", "water supply": "Water",
}  # fmt: skip
#: What is named in a sentence.
NAMED = {
    "mall Africa": {"retail", "002"}, "mall Kenya": {"retail", "KE"},
    "mall armed attack": {"retail", "firearms"},
    "protect shopping malls against armed attack": {"retail", "firearms"},
    "what have other States done to protect shopping malls": {"retail"},
    "APEC workshop 2018": {"apec", "2018"}, "stadium vehicle attack": {
        "sports_and_major_events", "vehicle_attack"
    },
    "hotel Indonesia": {"tourism_and_hospitality", "ID", "indonesia"},
    "who runs this": set(), "how do I protect a stadium": {"sports_and_major_events"},
}  # fmt: skip


def find_pinned(typed: str, path: str = "/search/") -> list[str]:
    """Return the labels of what is pinned for a search."""
    html = Client().get(path, {"q": typed}).text
    return [unescape(label) for label in re.findall(r'class="pin"[^>]*>([^<]+)<', html)]


def test_what_is_a_whole_search_is_pinned():
    pinned = {typed: find_pinned(typed) for typed in PINNED}
    missing = {
        typed: labels
        for typed, labels in pinned.items()
        if not any(each.startswith(PINNED[typed]) for each in labels)
    }
    assert missing == {}


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        ("Korea", {"Democratic People's Republic of Korea", "Republic of Korea"}),
        ("Congo", {"Congo", "Democratic Republic of the Congo"}),
        ("Venezuela", {"Venezuela (Bolivarian Republic of)"}), ("Georgia", {"Georgia"}),
    ],
)  # fmt: skip
def test_a_name_of_several_states_is_offered_for_each(typed, states):
    assert set(find_pinned(typed)) == states


@pytest.mark.parametrize("typed", NAMED)
def test_what_a_sentence_names_is_recognised(typed):
    found = recognise(typed, current_version())
    assert {value.code for part in found.parts for value in part.values} == NAMED[typed]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ISO 22343", "GP-0073"), ("iso22343", "GP-0073"), ("ISO 22341:2021", "GP-0106"),
        ("INFCIRC/908", "GP-0088"), ("infcirc 908", "GP-0088"), ("INFCIRC/225", "GP-0099"),
        ("GP-0001", "GP-0001"), ("gp1", "GP-0001"), ("GP 88", "GP-0088"),
    ],
)  # fmt: skip
def test_known_items_come_first(typed, code):
    for path in ("/practices/", "/search/"):
        html = Client().get(path, {"q": typed}).text
        results = html.partition("</section>")[2] if "pins" in html else html
        assert re.search(r'href="/practices/(GP-\d+)/', results)[1] == code


@pytest.mark.parametrize(
    ("typed", "filter_"),
    [
        ("OP2 of resolution 2341", "paragraph=2341-2"), ("2341(2)", "paragraph=2341-2"),
        ("SC res. 2341", "resolution=2341"), ("GA resolution 75/291", "resolution=75-291"),
        ("A/RES/60/288", "resolution=60-288"), ("Ivory Coast", "country=CI"),
    ],
)  # fmt: skip
def test_a_code_finds_all_records_that_are_linked_with_it(typed, filter_):
    count = re.compile(r'class="count">\s*([\d,]+) ')
    linked = int(count.search(Client().get(f"/practices/?{filter_}").text)[1])
    assert 0 < linked <= int(count.search(Client().get("/practices/", {"q": typed}).text)[1])


@pytest.mark.parametrize("typed", ["APEC workshop 2018", "workshop Tokyo April 2018"])
def test_a_workshop_is_found_by_who_held_it_where_and_when(typed):
    for path in ("/events/", "/search/"):
        html = Client().get(path, {"q": typed}).text
        assert re.search(r'href="/events/(EV-\d+)/', html)[1] == "EV-0029"
