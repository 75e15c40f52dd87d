"""Visitors of a drill: they send requests and classify the answers."""

import hashlib
import http.client
import time
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 60  # seconds that a visitor waits for an answer
SLOW_PIECE = 1 << 16  # bytes that one who is slow reads at once
#: Classes of answers. A cut answer is recognized as incomplete by every client.
GOOD, AWAY, CUT, WRONG = "good", "away", "cut", "wrong"
INNER_WORDS = (b"Traceback", b"psycopg2", b"OperationalError", b"DatabaseError")


@dataclass(frozen=True)
class Answer:
    """A complete answer, as long as its headers say."""

    status: int
    headers: Message
    body: bytes

    @property
    def has_length(self) -> bool:
        """Return True if a client could recognize half of it as incomplete."""
        return "Content-Length" in self.headers or self.headers["Transfer-Encoding"] == "chunked"


@dataclass(frozen=True)
class Outcome:
    """The result of a request: its class, the request, the problem, and when it began and ended."""

    kind: str
    asked: str
    why: str
    began: float
    ended: float


class Visitor:
    """A browser with cookies and a new connection for each request; `pace` makes it read slowly."""

    def __init__(self, port: int, pace: float = 0):
        self.port, self.pace, self.cookies = port, pace, {}

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> Answer:
        """Get a page or send a form; raise OSError or HTTPException if no complete answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        try:
            if form is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", path, urlencode(form), headers)
            response = connection.getresponse()
            self._keep(response.headers)
            return Answer(response.status, response.headers, self._read(response))
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """Return the body; a slow visitor waits after each piece."""
        if not self.pace:
            return response.read()
        body = b""
        while piece := response.read(SLOW_PIECE):
            body += piece
            time.sleep(self.pace)
        if len(body) != int(response.headers["Content-Length"]):
            raise http.client.IncompleteRead(body)
        return body

    def _keep(self, headers: Message) -> None:
        for line in headers.get_all("Set-Cookie", []):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}


def classify_answer(answer: Answer) -> tuple[str, str]:
    """Return the class of an answer, and its problem."""
    if any(word in answer.body for word in INNER_WORDS):
        return WRONG, "inner words"
    if not answer.has_length:
        return WRONG, "no length"
    if answer.status == 503:
        return classify_unavailable(answer)
    if answer.status != 200:
        return WRONG, str(answer.status)
    return (GOOD, "") if is_complete(answer) else (WRONG, "half of it")


def classify_unavailable(answer: Answer) -> tuple[str, str]:
    """Return the class of a 503: it must be a complete page that says when to come back."""
    clear = "Retry-After" in answer.headers and b"</h1>" in answer.body
    return (AWAY, "") if clear and is_complete(answer) else (WRONG, "503 that says nothing")


def is_complete(answer: Answer) -> bool:
    """Return True if a page has its last line, or a file the digest of its ETag."""
    if answer.headers.get_content_type() == "text/html":
        return answer.body.rstrip().endswith(b"</html>")
    return f'"{hashlib.sha256(answer.body).hexdigest()}"' == answer.headers["ETag"]


@dataclass
class Journal:
    """The outcomes of all requests of a drill."""

    outcomes: list[Outcome] = field(default_factory=list)

    def ask(
        self, visitor: Visitor, path: str, form=None, classify=classify_answer
    ) -> tuple[str, Answer | None]:
        """Send a request and record its outcome; return its class, and the answer if complete."""
        began, answer = time.monotonic(), None
        try:
            answer = visitor.ask(path, form)
            kind, why = classify(answer)
        except TimeoutError:
            kind, why = WRONG, f"no answer in {PATIENCE} s"
        except (OSError, http.client.HTTPException) as error:
            kind, why = CUT, type(error).__name__
        asked = f"{'GET' if form is None else 'POST'} {path}"
        self.outcomes.append(Outcome(kind, asked, why, began, time.monotonic()))
        return kind, answer
