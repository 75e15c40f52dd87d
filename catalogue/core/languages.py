"""Languages of documents and names: codes of ISO 639, and their names for readers."""

from functools import partial

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields


def validate_language(value):
    """Raise ValidationError for a text that is no language code of ISO 639, such as `fr`."""
    if not value.islower() or value not in Locale("en").languages:
        text = _("“%(code)s” is not a language code of ISO 639, for example fr.")
        raise ValidationError(text, code="language", params={"code": value})


#: The language of a document or a name.
language_field = partial(fields.CharField, max_length=8, blank=True, validators=[validate_language])


def get_language_name(code: str) -> str:
    """Return the name of a language in that of the reader."""
    return Locale.parse(to_locale(get_language() or "en")).languages.get(code, code)
