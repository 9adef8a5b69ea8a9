"""The CDS Hooks service and calls of every wrong form: each gets a status and a sentence, and the next call is answered."""

from __future__ import annotations

import http.client
import json
import logging
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ui.test_serve import NOISE, SELECT, SIGN, call, request
from ui.pipeline import Pipeline
from ui.serve import make_server

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["resourceType", "entry", "resource", "id", "x"]), inner),
    max_leaves=6,
)
HALF = "\ud83d"


@pytest.fixture(scope="module")
def port(base_file):
    server = make_server(Pipeline(base_file), 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(scope="module")
def send(port):
    """A function: path, bytes and headers to status, answer and the reply's headers."""

    def post(path: str, content: bytes, **headers: str):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        client.request("POST", path, content, {"Content-Type": "application/json", **headers})
        reply = client.getresponse()
        answer = json.loads(reply.read())
        client.close()
        return reply.status, answer, reply.headers

    return post


def refused_in_a_sentence(status: int, answer: dict) -> bool:
    said = answer.get("error", "")
    return 400 <= status < 500 and said.endswith(".") and "Traceback" not in said


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe\x00", b"[" * 100_000, b"9" * 5_000, b"{}{}", b"\x00" * 10, b'{"hook": "order-sign"}', b"a=b&c=d"],
)  # fmt: skip
def test_what_is_no_call_gets_a_sentence(send, content):
    status, answer, headers = send(SIGN, content)
    assert refused_in_a_sentence(status, answer)
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["application/json", "application/fhir+json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_what_the_content_is_called_does_not_change_what_is_said_of_it(send, kind):
    body = call("order-sign", request("new", "ciprofloxacin"), taking=("warfarin 5 mg", *NOISE))
    status, answer, _ = send(SIGN, json.dumps(body).encode(), **{"Content-Type": kind})
    assert status == 200
    assert any("warfarin" in c["summary"].lower() for c in answer["cards"])


@pytest.mark.parametrize("length", ["\xb2", "-1", "1e3", "abc", "+5", "99999999999999999999"])
def test_a_length_that_is_none_is_refused_and_not_a_fault(port, length):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    client.putrequest("POST", SIGN)
    client.putheader("Content-Length", length.encode("latin-1"))
    client.endheaders()
    reply = client.getresponse()
    assert refused_in_a_sentence(reply.status, json.loads(reply.read()))
    client.close()


def test_half_a_character_anywhere_in_a_call_is_answered(send):
    body = call(
        "order-sign", request(f"new{HALF}", f"ciprofloxacin{HALF}"), request("other", "ciprofloxacin"), taking=("warfarin", f"xqz{HALF}")
    )
    body["hookInstance"] = HALF
    status, answer, _ = send(SIGN, json.dumps(body).encode())
    assert status == 200
    assert answer["cards"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(["hook", "hookInstance", "context", "prefetch", "draftOrders", "selections", "requests", "patient"]), value=JSON
)
def test_no_value_in_any_place_of_a_call_is_a_fault_of_the_service(send, place, value):
    body = call("order-select", request("new", "ibuprofen"), taking=("lisinopril",), selections=("MedicationRequest/new",))
    inner = {"draftOrders": "context", "selections": "context", "requests": "prefetch", "patient": "prefetch"}.get(place)
    (body[inner] if inner else body)[place] = value
    status, answer, _ = send(SELECT, json.dumps(body).encode())
    assert (status == 200 and isinstance(answer["cards"], list)) or refused_in_a_sentence(status, answer)


def test_nothing_of_a_patient_reaches_a_log(send, caplog):
    caplog.set_level(logging.DEBUG)
    body = call("order-sign", request("new-4711", "ciprofloxacin"), taking=("warfarin", "xqzzy forte"))
    body["prefetch"]["patient"] |= {"id": "p-4711", "name": [{"text": "Zebulon Quackenbush"}]}
    assert send(SIGN, json.dumps(body).encode())[0] == 200
    assert not [word for word in ("4711", "Quackenbush", "warfarin", "xqzzy", "1948") if word in caplog.text]
