"""The settings of the product, with the plain pages and without the product's page cache."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE, ROOT, TEMPLATES

ROOT_URLCONF = "tools.bench.plain.urls"
MIDDLEWARE = [each for each in MIDDLEWARE if not each.endswith(".ConditionalPages")]
TEMPLATES = [TEMPLATES[0] | {"DIRS": [ROOT / "tools/bench/plain/templates", *TEMPLATES[0]["DIRS"]]}]
