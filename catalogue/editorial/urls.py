"""The admin pages of a model beside those of Django: addresses, views and names."""

from django.urls import path

from catalogue.editorial import history_views, workflow_views

#: (address, view, name) of the pages of every record with a history.
HISTORY_PAGES = [
    ("deleted/", history_views.deleted_view, "deleted"),
    ("<path:pk>/compare/", history_views.compare_view, "compare"),
    ("<path:pk>/restore/<int:version>/", history_views.restore_view, "restore"),
]
#: Those of every record with a status.
WORKFLOW_PAGES = [
    ("<path:pk>/move/<slug:move>/", workflow_views.transition_view, "move"),
    ("<path:pk>/preview/", workflow_views.preview_view, "preview"),
]
#: Those of every record under review and stewardship.
REVIEW_PAGES = [
    ("<path:pk>/revise/", workflow_views.revise_view, "revise"),
    ("<path:pk>/changes/", workflow_views.changes_view, "changes"),
    ("<path:pk>/discard/", workflow_views.discard_view, "discard"),
    ("<path:pk>/catch-up/", workflow_views.rebase_view, "catch_up"),
    ("<path:pk>/verify/", workflow_views.verify_view, "verify"),
]


def get_page_urls(model_admin, pages) -> list:
    """Return the URL patterns of pages of a model, each open to those who may enter the admin."""
    options = model_admin.opts
    return [
        path(
            address,
            model_admin.admin_site.admin_view(view),
            {"model_admin": model_admin},
            name=f"{options.app_label}_{options.model_name}_{name}",
        )
        for address, view, name in pages
    ]
