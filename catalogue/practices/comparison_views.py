"""The page on which practices stand side by side; its address is the whole state."""

import re

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.core.converters import CodeConverter
from catalogue.db.transactions import read_snapshot
from catalogue.practices.comparison_table import FEWEST, MOST, by_code, distinct, rows
from catalogue.practices.models import Practice

LONGEST = 20  # characters of a wrong code that are said back


def compare(request):
    """Answer with a table of two to four practices; with fewer, with how to choose them."""
    codes = distinct(request.GET.getlist("code"))
    with read_snapshot():
        errors = [too_many(codes)] if len(codes) > MOST else []
        asked = [] if errors else [code for code in codes if is_code(code)]
        found = by_code(Practice.objects.published().filter(code__in=asked).for_page())
        errors += [] if errors else [unknown(code) for code in codes if code not in found]
        practices = [] if errors else [found[code] for code in codes]
        context = {
            "errors": errors,
            "columns": [(each, without(codes, each.code)) for each in practices],
            "rows": rows(practices) if len(practices) >= FEWEST else [],
            "codes": list(found) if errors else codes,
            "can_add": len(practices) < MOST,
            "canonical": request.build_absolute_uri(address(codes)),
        }
        status = 400 if errors else 200
        return render(request, "catalogue/practices/compare.html", context, status=status)


def is_code(text: str) -> bool:
    """Say whether a text is written like the code of a record."""
    return re.fullmatch(CodeConverter.regex, text) is not None


def unknown(code: str) -> str:
    """Say that there is no such practice."""
    shown = code if len(code) <= LONGEST else f"{code[:LONGEST]}…"
    return _("No public practice has the code %(code)s.") % {"code": shown}


def too_many(codes: list[str]) -> str:
    """Say that more were asked for than stand side by side."""
    text = _("At most %(most)d practices stand side by side; the address names %(count)d.")
    return text % {"most": MOST, "count": len(codes)}


def address(codes: list[str]) -> str:
    """Return the address at which practices stand side by side."""
    query = QueryDict(mutable=True)
    query.setlist("code", codes)
    return f"{reverse('practice-compare')}?{query.urlencode()}"


def without(codes: list[str], code: str) -> str:
    """Return the address of the same table without one practice."""
    return address([each for each in codes if each != code])
