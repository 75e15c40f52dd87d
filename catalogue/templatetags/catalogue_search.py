"""What a card shows of a search: the words marked, and a quotation from a field not on it.

A card that is made without words has no `marks`, and is the same for every reader.
"""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def marked(context, text: str):
    """Return a text, with the words of the search marked where there is one."""
    marks = context.get("marks")
    return marks.highlight(str(text)) if marks else str(text)


@register.inclusion_tag("parts/excerpt.html", takes_context=True)
def excerpt(context, record):
    """Quote where a word was found that the card does not show."""
    marks = context.get("marks")
    return {"excerpt": marks.excerpt(record.pk) if marks else None}


@register.inclusion_tag("parts/found.html")
def found(record, marks, key: str):
    """Show a record that a search found in a line, with `key` beside its title."""
    title = getattr(record, "title", "") or str(record)
    return {
        "record": record,
        "key": key,
        "title": marks.highlight(title),
        "gist": marks.snippet(record.pk),
    }
