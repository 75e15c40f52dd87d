"""Settings of the catalogue. Everything that differs between machines comes from the environment.

CATALOGUE_MODE is `production` by default. `local` (set by ./run) is a trial on one
machine over plain http; `test` is set by the test suite.
"""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import databases, env
from config.logging_config import build_logging_setting

ROOT = Path(__file__).resolve().parent.parent
MODE = env.read_setting(
    "CATALOGUE_MODE", "production", parse=env.parse_choice("production", "local", "test")
)
IN_PRODUCTION = MODE == "production"
VAR = Path(env.read_setting("CATALOGUE_VAR", str(ROOT / "var")))

LOG_FORM = "json" if IN_PRODUCTION else "line"
LOGGING = build_logging_setting(
    env.read_setting("LOG_FORM", LOG_FORM, parse=env.parse_choice("json", "line"))
)

if IN_PRODUCTION and (unset := env.find_missing("SECRET_KEY", "ALLOWED_HOSTS")):
    raise ImproperlyConfigured(
        f"Production needs {' and '.join(unset)} in the environment. SECRET_KEY: at least 50 "
        "random characters. ALLOWED_HOSTS: the host names served, comma-separated. "
        "See docs/operating.md."
    )

DEBUG = False
SECRET_KEY = env.read_setting(
    "SECRET_KEY", "only-for-tests-and-never-for-a-server" if MODE == "test" else ""
)
SECRET_KEY_FALLBACKS = env.read_setting("SECRET_KEY_FALLBACKS", [], parse=env.split_words)
SECURITY_CONTACT = env.read_setting("SECURITY_CONTACT", "")  # for /.well-known/security.txt
ALLOWED_HOSTS = env.read_setting(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], parse=env.split_words
)
CSRF_TRUSTED_ORIGINS = env.read_setting("CSRF_TRUSTED_ORIGINS", [], parse=env.split_words)

INSTALLED_APPS = [
    "catalogue",
    "django_filters",
    "django_htmx",
    "reversion",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "catalogue.operations.apps.CatalogueAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "catalogue.operations.middleware.RequestIdMiddleware",
    "catalogue.operations.middleware.SecurityHeadersMiddleware",
    # The policy is above WhiteNoise, so that static files have it too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "catalogue.operations.middleware.RequestLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "catalogue.pages.middleware.DeadlineMiddleware",
    # Above the page cache: the tag of a page depends on the database that it is rendered from.
    "catalogue.operations.replica.ReplicaMiddleware",
    # Above sessions: a cached page needs none, and a page that sets a cookie is not cached.
    "catalogue.pages.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "catalogue.operations.sessions.SessionLifetimeMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Everything that a request saves is one revision in the history, or nothing is saved.
    "catalogue.versions.middleware.AtomicRevisionMiddleware",
    "axes.middleware.AxesMiddleware",
]
METRICS_ADDRESS = env.read_setting("METRICS_ADDRESS", None, parse=env.private_address)
if METRICS_ADDRESS:
    env.require_library("prometheus_client", "METRICS_ADDRESS")
    MIDDLEWARE.insert(0, "catalogue.operations.metrics.MetricsMiddleware")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Parts of pages that are the same for everybody, cached in each process.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
    },
}

# Whole pages are cached in each process too, and shared by all processes through a Redis.
CACHE_URL = env.read_setting("CACHE_URL", "", parse=env.parse_redis_url)
if CACHE_URL:
    env.require_library("redis", "CACHE_URL")

# --- Databases -------------------------------------------------------------------------------

DATABASE_URL = env.read_setting("DATABASE_URL", f"sqlite:///{VAR / 'catalogue.sqlite3'}")
# Seconds that a statement may take; 0: no limit.
STATEMENT_TIMEOUT = env.read_setting("DATABASE_STATEMENT_TIMEOUT", 30, parse=int)
# Seconds that an answer for readers may take in all; 0: no limit.
PAGE_TIME_LIMIT = env.read_setting("PAGE_TIME_LIMIT", 5, parse=float)
FILE_TIME_LIMIT = env.read_setting("FILE_TIME_LIMIT", 60, parse=float)
# A folder with pg_dump and psql, searched before PATH.
PG_PROGRAMS = env.read_setting("PG_PROGRAMS", "")
WRITE_LOCK_TIMEOUT = (
    60  # seconds that a writer waits for another one, such as an import of 5,000 rows
)
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {
        # A server that no longer answers is noticed within half a minute, not within hours.
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": 30_000,
        **DATABASES["default"].get("OPTIONS", {}),
        "options": f"-c statement_timeout={STATEMENT_TIMEOUT * 1000} -c lock_timeout=5000"
        " -c idle_in_transaction_session_timeout=60000",
    }
else:
    DATABASES["default"]["ENGINE"] = "catalogue.db.sqlite_engine"  # migrations keep its triggers
    # A writer takes its lock at BEGIN and waits for it: with SQLite's defaults concurrent writes
    # fail.
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening the file takes 3 ms
    # What was answered as saved survives a power cut; what tests save need not.
    durability = "OFF" if MODE == "test" else "FULL"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": WRITE_LOCK_TIMEOUT,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={durability};",
    }
    # Tests use a file too: in memory, concurrent connections fail instead of waiting.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
if DATABASE_REPLICA_URL := env.read_setting("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = databases.build_replica_setting(
        DATABASE_REPLICA_URL, DATABASES["default"]
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Languages and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Tests serve files from where they are, and look for one when it is asked for.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs them

# --- Checking links --------------------------------------------------------------------------

# Whether `check_links` requests the addresses of sources, and the contact for their sites.
LINK_CHECKS = env.read_setting("LINK_CHECKS", "off", parse=env.parse_choice("on", "off")) == "on"
LINK_CONTACT = env.read_setting("LINK_CONTACT", "")

# --- Searches that found nothing -------------------------------------------------------------

# Whether their words are counted for the editors.
COUNT_MISSED_SEARCHES = (
    env.read_setting(
        "COUNT_MISSED_SEARCHES",
        "off" if MODE == "test" else "on",
        parse=env.parse_choice("on", "off"),
    )
    == "on"
)

# --- Security --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_ENGINE = "catalogue.operations.sessions"
SESSION_COOKIE_AGE = (
    8 * 60 * 60
)  # since an editor was last active (catalogue/operations/sessions.py)
SESSION_COOKIE_SAMESITE = "Lax"
# Not in a cookie of its own: messages name drafts.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "catalogue.operations.admin_site.refuse_stale_form"
CSRF_COOKIE_AGE = None  # until the browser is closed
if IN_PRODUCTION:
    # These need https, so they are off for a trial on localhost.
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # monitoring does not follow redirects
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Editors log in with a second factor, except in a trial on one machine.
SECOND_FACTOR = IN_PRODUCTION
LOGIN_REDIRECT_URL = "admin:index"  # if `next` is missing or of another site
OTP_TOTP_ISSUER = "Catalogue of Counter-Terrorism Good Practices"
# Five wrong passwords for a name from one address close its login there for 15 minutes.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "catalogue.operations.sessions.get_client_address"
AXES_LOCKOUT_CALLABLE = "catalogue.operations.sessions.render_lockout"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False  # see the log; `manage.py axes_reset` opens a login again
AXES_VERBOSE = AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True  # our own log has it

PASSWORD_HASHERS = ["catalogue.operations.password_hasher.BoundedPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "catalogue.operations.password_validators.MaximumLengthValidator"},
    {"NAME": "catalogue.operations.password_validators.GuessablePasswordValidator"},
    {"NAME": "catalogue.operations.password_validators.BreachedPasswordValidator"},
]
# Passwords are not looked up unless the address of such a service is set.
BREACHED_PASSWORDS = env.read_setting("BREACHED_PASSWORDS", "", parse=env.parse_https_url)
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds that an invitation works
