"""serve: a CDS Hooks service for programs on this machine. Loopback only, the standard library's server, no Qt."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from exports import cds_hooks
from regimen_review.errors import UserError
from regimen_review.findings import Review
from regimen_review.json_text import read_json
from ui.pipeline import Pipeline

HERE = "127.0.0.1"
MOST_BYTES, MOST_RESOURCES, MOST_SECONDS = 20_000_000, 5_000, 30
"""Of one call: its size, the resources in it, and how long it may take to arrive."""
CURRENT = ("requests", "statements")
"""The prefetched lists that say what the patient takes already; without both, orders cannot be checked against anything."""
_LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
Json = dict[str, Any]


def add_to(sub: Any) -> None:
    """Register the command."""
    serve = sub.add_parser("serve", help="answer an electronic record on this machine (CDS Hooks: order-select, order-sign)")
    serve.add_argument("--port", type=int, default=8731, help="port on 127.0.0.1 (default: 8731; 0: any free one)")
    serve.set_defaults(run=_serve)


class RefusedCallError(Exception):
    """A request that cannot be answered: the HTTP status and one sentence."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def _resources(part: object) -> Iterator[Json]:
    """The resources in a prefetched value: one, or those of a Bundle."""
    if not isinstance(part, dict):
        return
    if part.get("resourceType") == "Bundle":
        for entry in part.get("entry") or ():
            if isinstance(entry, dict):
                yield from _resources(entry.get("resource"))
    elif part.get("resourceType"):
        yield part


def _selected(context: Json, hook: str) -> list[Json]:
    """The orders that are asked about: all drafts, or those that were just selected."""
    drafts = [r for r in _resources(context.get("draftOrders")) if str(r.get("resourceType", "")).startswith("Medication")]
    if hook != "order-select":
        return drafts
    selections = context.get("selections")
    if not isinstance(selections, list):
        raise RefusedCallError(HTTPStatus.BAD_REQUEST, "The call needs context.selections, the orders that were just selected.")
    named = {str(s).split("/")[-1] for s in selections}
    chosen = [r for r in drafts if str(r.get("id", "")) in named]
    # a selection that names no draft is a mistake of the caller's; silence on it would read as an all-clear
    lost = any("Medication" in str(s) for s in selections) and not chosen
    return drafts if lost else chosen


def _prefetched(body: Json) -> Json:
    """What the caller sent along. This service asks no server, so that a call without the current medications cannot be
    answered (412, CDS Hooks 2.0, HTTP status codes) rather than be answered as if there were none.
    """
    prefetch = body.get("prefetch")
    found = prefetch if isinstance(prefetch, dict) else {}
    if all(found.get(name) is None for name in CURRENT):
        raise RefusedCallError(
            HTTPStatus.PRECONDITION_FAILED,
            "The call needs the prefetch 'requests' or 'statements'; this service fetches nothing by itself.",
        )
    return found


def _named(resource: Json) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id', '')}"


class Desk:
    """Answers hooks one at a time with one opened base."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._turn = threading.Lock()

    def answer(self, service: str, body: Json) -> Json:
        """The cards for a call. Raises RefusedCallError."""
        hook = cds_hooks.hook_of(service)
        if hook is None:
            raise RefusedCallError(HTTPStatus.NOT_FOUND, f"There is no service '{service}'. Ask /cds-services for those there are.")
        if body.get("hook") != hook:
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, f"This service answers the hook {hook}, not {body.get('hook')!r}.")
        context = body.get("context")
        if not isinstance(context, dict) or not isinstance(context.get("draftOrders"), dict):
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, "The call needs context.draftOrders, a Bundle of the orders being made.")
        asked = _selected(context, hook)
        if not asked:
            return {"cards": []}
        with self._turn:
            review, orders = self._review(body, context, asked)
        return cds_hooks.cards(review, orders, str(body.get("hookInstance", "")))

    def _review(self, body: Json, context: Json, asked: list[Json]) -> tuple[Review, dict[str, list[str]]]:
        """Everything that was sent as one bundle, reviewed; and which entries are the orders asked about."""
        from regimen_review import readers

        told = [r for part in _prefetched(body).values() for r in _resources(part)]
        drafts = list(_resources(context.get("draftOrders")))
        every = [*told, *drafts]
        if len(every) > MOST_RESOURCES:
            raise RefusedCallError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The call holds more than {MOST_RESOURCES} resources.")
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in every]}
        listing = readers.read_bytes(json.dumps(bundle).encode(), "the call", self._pipeline.vocabulary)
        review = self._pipeline.review(listing)
        places = {f"Bundle.entry[{n}]": _named(r) for n, r in enumerate(every) if any(r is a for a in asked)}
        orders: dict[str, list[str]] = {}
        for m in review.regimen.medications:
            stood = [p.path or "" for p in (m.statement.place, *m.statement.sources)]
            found = [places[p] for p in stood if p in places]
            if found:
                orders[m.id] = found
        return review, orders


class _Requests(BaseHTTPRequestHandler):
    """One request. Nothing of it is logged: it is about a patient."""

    server_version = "RegimenReview"
    sys_version = ""
    timeout = MOST_SECONDS

    def __init__(self, *arguments: Any, desk: Desk) -> None:
        self._desk = desk
        super().__init__(*arguments)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the name is the library's
        """Keep quiet."""

    def do_GET(self) -> None:
        """Discovery."""
        self._reply(self._discover)

    def do_POST(self) -> None:
        """A hook, or feedback on a card."""
        self._reply(self._call)

    def _reply(self, answer: Any) -> None:
        try:
            self._only_from_here()
            status, body = HTTPStatus.OK, answer()
        except RefusedCallError as refused:
            status, body = refused.status, {"error": str(refused)}
        except UserError as fault:
            status, body = HTTPStatus.BAD_REQUEST, {"error": str(fault)}
        except Exception:  # a fault of the program must not end the service or show a patient's data
            status, body = HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "The review failed. Review this order by hand."}
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _only_from_here(self) -> None:
        """A page of a foreign site that points its name at this machine is turned away."""
        name = self.headers.get("Host", "").rsplit(":", 1)[0] or "?"
        if name not in _LOCAL_NAMES:
            raise RefusedCallError(HTTPStatus.FORBIDDEN, "This service answers programs on this machine only.")

    def _discover(self) -> Json:
        if self.path.rstrip("/") != "/cds-services":
            raise RefusedCallError(HTTPStatus.NOT_FOUND, "Ask /cds-services.")
        return cds_hooks.services()

    def _call(self) -> Json:
        parts = self.path.strip("/").split("/")
        if len(parts) < 2 or parts[0] != "cds-services":
            raise RefusedCallError(HTTPStatus.NOT_FOUND, "Ask /cds-services.")
        body = self._body()
        if len(parts) == 3 and parts[2] == "feedback" and cds_hooks.hook_of(parts[1]):
            return _feedback(body)
        if len(parts) != 2:
            raise RefusedCallError(HTTPStatus.NOT_FOUND, "Ask /cds-services.")
        return self._desk.answer(parts[1], body)

    def _body(self) -> Json:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or not length.isascii():
            raise RefusedCallError(HTTPStatus.LENGTH_REQUIRED, "The call needs a Content-Length.")
        if int(length) > MOST_BYTES:
            raise RefusedCallError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The call is larger than {MOST_BYTES // 1_000_000} MB.")
        try:
            body = read_json(self.rfile.read(int(length)))
        except (ValueError, RecursionError) as fault:
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, "The call is no JSON.") from fault
        if not isinstance(body, dict):
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, "The call is no JSON object.")
        return body


class _Server(ThreadingHTTPServer):
    """Callers that hang up end their own call only, without a trace."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: nobody is left to be told."""


def _feedback(body: Json) -> Json:
    """What became of a card is taken and not kept: it is about a patient."""
    entries = body.get("feedback")
    whole = isinstance(entries, list) and all(
        isinstance(e, dict) and e.get("card") and e.get("outcome") in ("accepted", "overridden") for e in entries
    )
    if not whole:
        raise RefusedCallError(
            HTTPStatus.BAD_REQUEST, "Feedback is a list 'feedback' of objects with a card and the outcome accepted or overridden."
        )
    return {}


def make_server(pipeline: Pipeline, port: int) -> ThreadingHTTPServer:
    """The service, bound to the loopback address and not yet started. Raises UserError where the port is taken."""
    try:
        return _Server((HERE, port), partial(_Requests, desk=Desk(pipeline)))
    except (OSError, OverflowError) as fault:
        raise UserError(f"Port {port} cannot be used on this machine. Choose another with --port.") from fault


def _serve(options: argparse.Namespace) -> int:
    server = make_server(Pipeline(), options.port)
    print(f"CDS Hooks on http://{HERE}:{server.server_address[1]}/cds-services, for this machine only. Ctrl+C ends it.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        server.server_close()
    return 0
