"""The page of a practice."""

from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.listings.views import RecordView
from catalogue.practices.nouns import PRACTICE
from catalogue.practices.relations import FROM_OTHER_END, InvolvementRole
from catalogue.practices.similar import find_similar

#: The roles whose organizations are cited as authors: the first one that any has.
AUTHORS = (InvolvementRole.LEAD, InvolvementRole.PARTNER, InvolvementRole.IMPLEMENTER)
#: Similar practices with which a practice is compared by one link.
COMPARED = 3


class PracticeDetail(RecordView):
    """The page of a practice."""

    noun = PRACTICE

    def get_context(self, practice):
        """Return counts of its values, related and similar practices.

        Each related practice comes with the kind of relation and its reason.
        """
        index = facet_indexes.index(PRACTICE)
        related = [(r.get_kind_display(), r.other, r.reason) for r in practice.relations.all()]
        related += [
            (FROM_OTHER_END[r.kind], r.practice, r.reason) for r in practice.relations_from.all()
        ]
        near = find_similar(practice, index, {other.pk for _kind, other, _reason in related})
        return {
            "selection": Selection(index, {}),
            "related": related,
            "near": near,
            "compared": [practice.code, *(each["practice"].code for each in near[:COMPARED])],
        }

    def get_citation(self, practice):
        """Return how a practice is cited."""
        bodies = practice.involvements.all().first_role_names(AUTHORS)
        return super().get_citation(practice) | {"bodies": bodies, "year": practice.started}
