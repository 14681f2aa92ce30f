"""A person at the portal over real HTTP, as cheap as a client can be: cookies, the page's CSRF token, gzip."""

import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Told = Callable[[str, float, int], None]  # what was asked, milliseconds, status (0: no answer)


@dataclass(frozen=True)
class Answer:
    """`text` is the body as sent before compression, `wire` what crossed the wire of it. Bytes, milliseconds."""

    status: int
    headers: Mapping[str, str]
    text: str
    size: int
    wire: int
    took: float


@dataclass
class Person:
    """One browser session. `told` hears of every request; no answer at all is an answer of status 0."""

    port: int
    told: Told | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    timeout: float = 60

    def get(self, kind: str, path: str) -> Answer:
        """A page; a redirect is followed once and belongs to the same request."""
        answer = self._ask(kind, "GET", path, {}, None)
        return self.follow(kind, answer)

    def ask_once(self, kind: str, path: str) -> Answer:
        """A page, or the redirect itself."""
        return self._ask(kind, "GET", path, {}, None)

    def post(self, kind: str, path: str, values: Mapping[str, str]) -> Answer:
        """A form as a browser sends it; the answer is the redirect itself."""
        return self._ask(kind, "POST", path, {}, {"csrfmiddlewaretoken": self.token, **values})

    def save(self, kind: str, path: str, values: Mapping[str, str]) -> Answer:
        """A field as the page's script sends it."""
        headers = {"X-CSRFToken": self.token, "Accept": "text/html, application/json"}
        return self._ask(kind, "POST", path, headers, values)

    def follow(self, kind: str, answer: Answer) -> Answer:
        """The page a redirect leads to; the answer itself where it is none."""
        if answer.status in (301, 302, 303):
            return self._ask(kind, "GET", answer.headers["location"], {}, None)
        return answer

    def sign_in(self, email: str, password: str) -> Answer:
        """Through the door, as a person does: its page, the form, where it leads."""
        self.get("sign-in page", "/dang-nhap/")
        return self.post("sign-in", "/dang-nhap/", {"username": email, "password": password})

    def _ask(
        self, kind: str, method: str, path: str, more: Mapping[str, str], form: Mapping[str, str] | None
    ) -> Answer:
        headers = {
            "Accept-Encoding": "gzip",
            "Accept": "text/html,*/*;q=0.8",
            "Host": f"127.0.0.1:{self.port}",
            **more,
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        begun = time.perf_counter()
        try:
            answer = self._exchange(method, path, headers, body, begun)
        except (OSError, HTTPException):
            answer = Answer(0, {}, "", 0, 0, (time.perf_counter() - begun) * 1000)
        if self.told:
            self.told(kind, answer.took, answer.status)
        return answer

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None, begun: float
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        took = (time.perf_counter() - begun) * 1000
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        packed = response.headers.get("Content-Encoding") == "gzip"
        data = zlib.decompress(raw, 31) if packed else raw
        text = data.decode(errors="replace")
        if found := TOKEN.search(text):
            self.token = found[1]
        lower = {name.lower(): value for name, value in response.getheaders()}
        head = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        return Answer(response.status, lower, text, len(data), len(raw) + head, took)
