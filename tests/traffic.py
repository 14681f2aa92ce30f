"""What the live server is busy with, so that a test can end with nothing in flight.

A request that is still being answered when the tables are emptied waits for them, or they for it (a deadlock on
PostgreSQL), and what it writes afterwards is found by the next test.
"""

import socket
from collections.abc import Iterable
from threading import Condition, local
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer

Address = tuple[str, int]


class Traffic:
    """The connections a live server holds; one is let go once its requests are answered and its database is closed."""

    LIMIT = 120  # seconds: far beyond what anything in the portal takes, on a busy machine too

    def __init__(self, server: ThreadedWSGIServer) -> None:
        self._server = server
        self._changed = Condition()
        self._held: dict[Address, str] = {}  # who is connected → what he asked last
        self._come: set[Address] = set()  # who has connected since the last wait began
        self._here = local()
        self._start, self._serve, self._answer = (
            server.process_request,
            server.process_request_thread,
            server.get_app(),
        )
        server.process_request, server.process_request_thread = self._connected, self._served
        server.set_app(self._asked)

    def wait_until_silent(self) -> None:
        """Return once every connection made so far has been answered and closed; close the browser's pages first.

        Connections are taken in the order they were made, so once our own has come all of theirs have; another that
        a browser opens meanwhile is waited for like the rest.
        """
        with self._changed:
            self._come.clear()
        with socket.create_connection(self._server.server_address[:2]) as own:
            name = own.getsockname()
        with self._changed:
            silent = self._changed.wait_for(lambda: name in self._come and not self._held, self.LIMIT)
        assert silent, f"in flight at the end of the test: {sorted(self._held.values())}"

    def _connected(self, request: socket.socket, client: Address) -> None:
        with self._changed:
            self._held[client] = "nothing yet"
            self._come.add(client)
        self._start(request, client)

    def _served(self, request: socket.socket, client: Address) -> None:
        self._here.client = client
        try:
            self._serve(request, client)
        finally:
            with self._changed:
                del self._held[client]
                self._changed.notify_all()

    def _asked(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self._held[self._here.client] = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        return self._answer(environ, start_response)
