"""Records as the desk meets them: drafts ready for publication, each with relations of its own."""

from catalogue.editorial import decisions
from catalogue.models import CrosswalkEntry, NotApplicable
from tests import factories


def make_draft(make, **relations):
    """Return a function that makes a draft, with a new related record in each of `relations`."""

    def make_one(**fields):
        related = {name: make_related() for name, make_related in relations.items()}
        return make(**{"status": "draft"} | related | fields)

    return make_one


def make_below(make):
    """Return a function that makes a word, or a region, below a parent of its own."""
    return lambda **fields: make(**{"parent": make()} | fields)


make_practice = make_draft(factories.make_practice)
make_event = make_draft(factories.make_event, country=factories.make_country)
make_resolution = make_draft(factories.make_resolution)
make_body = make_draft(
    factories.make_organization,
    country=factories.make_country,
    parent=factories.make_organization,
)
make_sector = make_below(factories.make_sector)
make_source = factories.make_source


def make_paragraph(**fields):
    """Make a paragraph of a draft."""
    return factories.make_paragraph(**{"resolution": make_resolution()} | fields)


def make_mark(**fields):
    """Mark a cell of the map as one that can never hold anything."""
    pair = {"sector": factories.make_sector(), "measure": factories.make_measure()}
    return NotApplicable.objects.create(**pair | {"reason": "notapplicable"} | fields)


def make_crosswalk_entry(**fields):
    """Pair two paragraphs of different resolutions."""
    pair = {
        "from_paragraph": factories.make_paragraph(),
        "to_paragraph": factories.make_paragraph(),
    }
    words = {"relation": "overlaps", "reason": "crosswalkentry", "judged_by": "editors"}
    return CrosswalkEntry.objects.create(**pair | words | fields)


def submit(record, by):
    """Submit a draft in the name of somebody, and return it."""
    record.status = "in_review"
    decisions.sign(record, by=by)
    record.save()
    return record


#: How to make a record of each noun that can be published, ready for it.
PUBLISHABLE = {
    "practice": make_practice,
    "event": make_event,
    "organization": make_body,
    "resolution": make_resolution,
}
VOCABULARIES = {
    "sector": make_sector,
    "measure": make_below(factories.make_measure),
    "threat": make_below(factories.make_threat),
    "region": make_below(factories.make_region),
    "country": factories.make_country,
}
#: How to make a record of each model with admin pages.
EVERY = (
    PUBLISHABLE
    | VOCABULARIES
    | {
        "source": make_source,
        "operativeparagraph": make_paragraph,
        "notapplicable": make_mark,
        "crosswalkentry": make_crosswalk_entry,
    }
)
#: What is public at once, and so is not for editors.
FOR_REVIEWERS = {*VOCABULARIES, "notapplicable", "crosswalkentry"}
