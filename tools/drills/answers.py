"""What a visitor gets during a drill, and whether it is what the catalogue promises."""

import hashlib
import http.client
import time
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 60  # seconds that a visitor waits
SLOW_PIECE = 1 << 16  # bytes that one who is slow reads at once
#: What an answer may be. A cut one is seen to be cut: no visitor takes it for the whole.
GOOD, AWAY, CUT, WRONG = "good", "away", "cut", "wrong"
INNER_WORDS = (b"Traceback", b"psycopg2", b"OperationalError", b"DatabaseError")


@dataclass(frozen=True)
class Answer:
    """An answer that came whole: as long as it said it would be."""

    status: int
    headers: Message
    body: bytes

    @property
    def has_an_end(self) -> bool:
        """Say whether a reader can tell it from half of it."""
        return "Content-Length" in self.headers or self.headers["Transfer-Encoding"] == "chunked"


@dataclass(frozen=True)
class Outcome:
    """What came of a request: its kind, what was asked, what was wrong with it, and when."""

    kind: str
    asked: str
    why: str
    began: float
    ended: float


class Visitor:
    """Somebody with a browser: a new connection for each request; cookies are kept."""

    def __init__(self, port: int, pace: float = 0):
        self.port, self.pace, self.cookies = port, pace, {}

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> Answer:
        """Ask for a page, or send a form; OSError or HTTPException where no whole answer comes."""
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
        """Return the body; one who is slow waits so many seconds after each piece."""
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


def judge(answer: Answer) -> tuple[str, str]:
    """Return the kind of an answer, and what is wrong with it."""
    if any(word in answer.body for word in INNER_WORDS):
        return WRONG, "inner words"
    if not answer.has_an_end:
        return WRONG, "no length"
    if answer.status == 503:
        return judge_away(answer)
    if answer.status != 200:
        return WRONG, str(answer.status)
    return (GOOD, "") if is_whole(answer) else (WRONG, "half of it")


def judge_away(answer: Answer) -> tuple[str, str]:
    """Return the kind of an answer that says that the catalogue is away, if it says so clearly."""
    clear = "Retry-After" in answer.headers and b"</h1>" in answer.body
    return (AWAY, "") if clear and is_whole(answer) else (WRONG, "503 that says nothing")


def is_whole(answer: Answer) -> bool:
    """Say whether an answer is all of it: a page to its last line, a file to its digest."""
    if answer.headers.get_content_type() == "text/html":
        return answer.body.rstrip().endswith(b"</html>")
    return f'"{hashlib.sha256(answer.body).hexdigest()}"' == answer.headers["ETag"]


@dataclass
class Journal:
    """Every outcome of a drill, from all who took part."""

    outcomes: list[Outcome] = field(default_factory=list)

    def ask(self, visitor: Visitor, path: str, form=None, judge=judge) -> tuple[str, Answer | None]:
        """Let a visitor ask, and note what came of it; return its kind, and the answer if whole."""
        began, answer = time.monotonic(), None
        try:
            answer = visitor.ask(path, form)
            kind, why = judge(answer)
        except TimeoutError:
            kind, why = WRONG, f"no answer in {PATIENCE} s"
        except (OSError, http.client.HTTPException) as error:
            kind, why = CUT, type(error).__name__
        asked = f"{'GET' if form is None else 'POST'} {path}"
        self.outcomes.append(Outcome(kind, asked, why, began, time.monotonic()))
        return kind, answer
