"""Values that nobody types in earnest, as they travel in an address, and in headers."""

from urllib.parse import quote

from hypothesis import strategies as st

#: Bytes that are no text, and percent signs that are no bytes.
RAW = [
    "%00", "%FF", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%", "%zz", "%u0041", "%2", "%25%30%30",
    "%2e%2e%2f%2e%2e%2f", "%0d%0aX-Hostile:1", "%E2%80%AE", "+", "a%00b", "%F0%9F%98%80%F0",
]  # fmt: skip
#: What means something to databases, search engines, templates, shells, browsers and spreadsheets.
SPECIAL = [
    "'", '"', "''", "`", "\\", "\\'", "' OR 1=1 --", "'; DROP TABLE catalogue_practice; --",
    "1) OR (1=1", "%' OR '1'='1", "$$", "$1", "%s", "%(q)s", "?1", ":q", "/*", "*/", "--", ";",
    "1 UNION SELECT password FROM auth_user", "pg_sleep(9)", "CAST(1 AS int)/0", "\\x27", "E'\\''",
    "AND", "OR", "NOT", "NEAR(", "*", "a*", "title:", '"a', "a:*", "<->", "&", "|", "!", "(", ")",
    "{{ 7*7 }}", "{% load %}", "${7*7}", "{0.__class__}", "%n%n", "../../etc/passwd", "|id",
    "$(id)", "<script>", '"><img src=x onerror=x>', "javascript:x", "=1+1", "@SUM(1)", "null",
    "None", "NaN", "true", "[]", "{}", "a|b", "a,b", ",", "__class__", "pk", "id__in", "-", "--1",
    ".", "..", "/", "//", "//other.example", "https://other.example/", "\\\\other", "#", "?", "=",
]  # fmt: skip
#: Letters, marks and digits that programs mistake for others.
SCRIPTS = [
    "٣", "१२", "①", "Ⅷ", "²", "1_000", "0x1f", "1e5", "-0", "+1", " 1", "1 ", "\u00a01",
    "\uff11\uff12", "\u202egnp.exe", "\u200f", "\u200b", "\ufeff", "\u2028", "\x85", "\x1b[2J",
    "\t", "\r\n", "\u0131", "İ", "ß", "ﬁ", "ǅ", "é", "e\u0301", "e" + "\u0301" * 200, "ﷺ", "😀",
    "👩\u200d👩\u200d👧", "中文", "العربية", "हिन्दी", "\udcff", "\ud800", "\uffff", "\U0010ffff",
]  # fmt: skip
#: Numbers beyond what a database, or anybody, can hold.
NUMBERS = [
    "0", "-1", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "1" * 30, "1" * 5000, "99999", "10000", "1.5", "1e309", "0001", "inf", "-inf",
]  # fmt: skip
LONG = [
    "x" * 2000,
    "a " * 800,
    "%41" * 500,
    "ﷺ" * 200,
    '"' * 300,
    "(" * 300,
    "-a " * 300,
    "," * 900,
]


def on_the_wire(text: str) -> str:
    """Return a text as an address holds it; half of a pair of surrogates goes as bytes."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


#: A value in an address that no page offers.
HOSTILE = st.one_of(
    st.sampled_from(RAW),
    st.sampled_from([on_the_wire(each) for each in SPECIAL]),
    st.sampled_from([on_the_wire(each) for each in SCRIPTS]),
    st.sampled_from(NUMBERS),
    st.sampled_from([each if "%" in each else on_the_wire(each) for each in LONG]),
    st.text(max_size=12).map(on_the_wire),
)
#: What each header may hold. A server hands on the letters of Latin-1 and no control characters.
HEADERS = {
    "Accept-Language": ["*", "ar", "xx-YY", "en;q=2", "en;q=x", ",,,", "en-gb," * 900, "..", "é"],
    "Accept-Encoding": ["gzip", "gzip;q=0", "gzip;q=x", "*", "br", "gzip," * 900, "identity;q=0"],
    "Accept": ["*/*", "text/html;q=x", "image/*", "a/b;c=\"", "é"],
    "If-None-Match": ["*", '"', 'W/"', 'W/"x"', '"x",' * 900, "x", "é", 'W/"x" W/"y'],
    "If-Modified-Since": [
        "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 30 Feb 2030 25:61:61 GMT", "0", "-1", "x" * 900,
        "Fri, 31 Dec 99999 23:59:59 GMT", "Thu, 01 Jan 0001 00:00:00 GMT",
        "Sun Nov  6 08:49:37 1994",
    ],
    "If-Match": ["*", '"x"', "x"],
    "If-Unmodified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "x"],
    "Range": ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=0-99999999999999999999", "x", "bytes=,"],
    "X-Request-ID": ["abcdefgh", "x", "a" * 900, "../../x", "é" * 9, "a b c d e f"],
    "X-Forwarded-For": ["127.0.0.1", "1.2.3.4, x", "::1", ",", "é", "9" * 900],
    "X-Forwarded-Host": ["other.example", "é"],
    "X-Forwarded-Proto": ["https", "x", ""],
    "HX-Request": ["true", "false", "é"],
    "HX-Boosted": ["true", "x"],
    "HX-Target": ["results", "#", "é", "x" * 900],
    "HX-Trigger": ["x", "%FF", '{"a":'],
    "HX-Current-URL": ["http://localhost/", "http://[", "x", "%FF", "//other.example"],
    "HX-Current-URL-URI-AutoEncoded": ["true"],
    "HX-History-Restore-Request": ["true"],
    "Cookie": [
        "sessionid=x", f"sessionid={'a' * 32}", 'sessionid="aaaaaaaaaaaa\\000"', "csrftoken=x",
        "=;=;;", "sessionid", "a=b" * 900, "messages=x", 'messages="[]:1:x"',
        "sessionid=\xe9\xe9\xe9",
        "django_language=../..", "__Host-sessionid=x",
    ],
    "Host": ["localhost", "other.example", "localhost:99999", "[::1", "é", "a" * 300, "x@y", "a b"],
    "Referer": ["http://localhost/", "http://[", "javascript:x", "é"],
    "Origin": ["null", "http://other.example", "http://["],
    "User-Agent": ["", "x" * 900, "é", "() { :; }; id"],
    "Content-Type": ["multipart/form-data", "text/html; charset=x", "application/json", "é"],
    "Content-Length": ["x", "-1", "5"],
    "Authorization": ["Basic é", "Bearer x", "Basic " + "x" * 900],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Requested-With": ["XMLHttpRequest"],
}  # fmt: skip
HEADER = st.sampled_from(sorted(HEADERS)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]))
)
SOME_HEADERS = st.lists(HEADER, max_size=3).map(dict)
OTHER_METHODS = ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "MADE-UP"]


def mostly(usual, other):
    """Return a strategy that is one of two, four times out of five the first."""
    return st.sampled_from([usual] * 4 + [other]).flatmap(lambda each: each)
