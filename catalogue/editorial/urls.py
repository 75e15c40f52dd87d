"""The admin pages beside those of Django: the address of each, its view and its name.

The admin pages of a model list which of them they have (`VersionedAdmin.pages`).
"""

from catalogue.editorial import history_views, list_files, proposal_views, views

#: Of every record with a history.
RECORD_PAGES = [
    ("deleted/", history_views.deleted_view, "deleted"),
    ("<path:pk>/compare/", history_views.compare_view, "compare"),
    ("<path:pk>/restore/<int:version>/", history_views.restore_view, "restore"),
]
#: Of every record with a status.
PUBLISHABLE_PAGES = [
    *RECORD_PAGES,
    ("download/<slug:extension>/", list_files.download_view, "download"),
    ("<path:pk>/move/<slug:move>/", views.transition_view, "move"),
    ("<path:pk>/preview/", views.preview_view, "preview"),
]
#: Of practices and events, which have revisions and verifications.
CURATED_PAGES = [
    *PUBLISHABLE_PAGES,
    ("<path:pk>/revise/", views.revise_view, "revise"),
    ("<path:pk>/changes/", views.changes_view, "changes"),
    ("<path:pk>/discard/", views.discard_view, "discard"),
    ("<path:pk>/catch-up/", views.rebase_view, "catch_up"),
    ("<path:pk>/verify/", views.verify_view, "verify"),
    ("<path:pk>/verify/undo/", views.undo_verification_view, "undo_verification"),
]
#: Of records of which changes are proposed as long as readers see them.
PROPOSAL_PAGES = [
    ("<path:pk>/propose/", proposal_views.propose_view, "propose"),
    ("<path:pk>/proposal/", proposal_views.proposal_view, "proposal"),
    ("<path:pk>/proposal/drop/", proposal_views.drop_proposal_view, "drop_proposal"),
]
#: Of records that can be merged into another one.
MERGE_PAGE = ("<path:pk>/merge/", proposal_views.merge_view, "merge")
#: Of records with a fact that is noted at once (`VersionedAdmin.noted_field`).
NOTE_PAGE = ("<path:pk>/note/", views.note_view, "note")
