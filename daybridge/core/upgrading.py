"""A connection that goes on as a WebSocket is let go by no clock of the requests that came over it before.

An answer may be whole in the browser before the thread that made it has ended. Who asks for the WebSocket on the same connection meanwhile,
as proxies with open connections do, was cut off five seconds later: uvicorn (0.54) sets the clock of idle connections when the thread ends.
"""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Http(HttpToolsProtocol):
    """uvicorn's own, which leaves its `connections` when a WebSocket takes over."""

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self not in self.connections:
            self._unset_keepalive_if_required()
