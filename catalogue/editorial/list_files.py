"""The list of the admin as a file, with its drafts: for those who see it, and for no cache."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.core.registry import get_noun
from catalogue.db.transactions import read_snapshot
from catalogue.exports.formats import FORMATS
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, ExportTable

EXTENSIONS = ("xlsx", "csv")  # the formats that an import reads


def download_view(request, extension, model_admin) -> HttpResponse:
    """Answer with the records of the list that the user sees, with the columns of public files."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if extension not in EXTENSIONS:
        raise Http404
    with read_snapshot():
        try:
            shown = model_admin.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise BadRequest from error
        table = build_table(request, model_admin, list(shown.values_list("pk", flat=True)))
        name = f"{table.export.name}-desk_{timezone.now().date()}.{extension}"
        response = file_response(request, table, FORMATS[extension], {}, name)
    response["Cache-Control"] = "private, no-store"
    return response


def build_table(request, model_admin, keys: list[int]) -> ExportTable:
    """Return the records with some keys as a table that says where it is from."""
    model = model_admin.model
    address = reverse(f"admin:catalogue_{model._meta.model_name}_changelist")
    about = About(
        title=_("%(nouns)s of the desk, with drafts") % {"nouns": get_noun(model).list_title},
        address=request.build_absolute_uri(f"{address}?{request.GET.urlencode()}".rstrip("?")),
        site=f"{request.scheme}://{request.get_host()}",
        filters=list(request.GET.items()),
    )
    return ExportTable(get_noun(model).export, model._base_manager.all(), keys, about)
