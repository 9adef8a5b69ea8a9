"""The CDS Hooks service, asked by a real HTTP client on the loopback address."""

import http.client
import json
import threading

import pytest

from ui.pipeline import Pipeline
from ui.serve import MOST_BYTES, make_server


@pytest.fixture(scope="module")
def port(base_file):
    server = make_server(Pipeline(base_file), 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def ask(port):
    """A function: method, path, body (an object or bytes) to status and answer."""

    def send(method: str, path: str, body: object = None, **headers: str):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        client.request(method, path, content, {"Content-Type": "application/json", **headers})
        reply = client.getresponse()
        answer = json.loads(reply.read())
        client.close()
        return reply.status, answer

    return send


def request(identity: str, name: str, status: str = "draft") -> dict:
    return {
        "resourceType": "MedicationRequest", "id": identity, "status": status, "intent": "order", "subject": {"reference": "Patient/1"},
        "medicationCodeableConcept": {"text": name},
    }  # fmt: skip


def bundle(*resources: dict) -> dict:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}


def call(hook: str, *drafts: dict, taking: tuple[str, ...] = (), selections: tuple[str, ...] = ()) -> dict:
    context: dict = {"userId": "Practitioner/7", "patientId": "1", "draftOrders": bundle(*drafts)}
    if hook == "order-select":
        context["selections"] = list(selections)
    current = [request(f"old-{n}", name, "active") for n, name in enumerate(taking)]
    patient = {"resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1948-05-06"}
    return {
        "hook": hook, "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": context,
        "prefetch": {"patient": patient, "requests": bundle(*current), "statements": None},
    }  # fmt: skip


SIGN, SELECT = "/cds-services/regimen-review-order-sign", "/cds-services/regimen-review-order-select"
NOISE = ("lisinopril 10 mg", "atorvastatin 20 mg", "acetaminophen 500 mg")


def test_discovery_lists_both_hooks_with_what_they_want_to_know(ask):
    status, answer = ask("GET", "/cds-services")
    assert status == 200
    assert {s["hook"] for s in answer["services"]} == {"order-select", "order-sign"}
    for service in answer["services"]:
        assert service["description"]
        assert "MedicationRequest?patient={{context.patientId}}" in service["prefetch"]["requests"]


def test_a_dangerous_order_gets_a_card_of_the_right_form(ask):
    status, answer = ask("POST", SIGN, call("order-sign", request("o1", "ciprofloxacin 500 mg"), taking=("warfarin 5 mg", *NOISE)))
    assert status == 200
    cards = [c for c in answer["cards"] if "warfarin" in c["summary"].lower()]
    assert cards
    for card in answer["cards"]:
        assert len(card["summary"]) < 140
        assert card["indicator"] in {"info", "warning", "critical"}
        assert card["source"]["label"]
        assert card["uuid"]
    assert cards[0]["indicator"] in {"warning", "critical"}
    assert "Finding" in cards[0]["detail"]


def test_taking_the_order_back_is_suggested_for_the_order_and_for_nothing_else(ask):
    _, answer = ask("POST", SIGN, call("order-sign", request("o1", "ciprofloxacin 500 mg"), taking=("tizanidine 4 mg", *NOISE)))
    actions = [a for c in answer["cards"] for s in c.get("suggestions", ()) for a in s["actions"]]
    assert actions
    assert {(a["type"], a["resourceId"]) for a in actions} == {("delete", "MedicationRequest/o1")}


def test_cards_speak_of_the_new_orders_only(ask):
    taking = ("warfarin 5 mg", "ibuprofen 400 mg", *NOISE)
    _, answer = ask("POST", SIGN, call("order-sign", request("o1", "folic acid 1 mg"), taking=taking))
    assert not [c for c in answer["cards"] if "ibuprofen" in c["summary"].lower()]


def test_order_select_answers_for_what_was_selected(ask):
    drafts = (request("o1", "folic acid 1 mg"), request("o2", "ciprofloxacin 500 mg"))
    _, one = ask("POST", SELECT, call("order-select", *drafts, taking=("warfarin 5 mg",), selections=("MedicationRequest/o1",)))
    _, both = ask(
        "POST",
        SELECT,
        call("order-select", *drafts, taking=("warfarin 5 mg",), selections=("MedicationRequest/o1", "MedicationRequest/o2")),
    )

    def warns(answer):
        return any("ciprofloxacin" in c["summary"].lower() and "warfarin" in c["summary"].lower() for c in answer["cards"])

    assert not warns(one)
    assert warns(both)


def test_an_order_whose_name_nobody_knows_is_never_passed_in_silence(ask):
    _, answer = ask("POST", SIGN, call("order-sign", request("o1", "xqzzy forte 5 mg"), taking=NOISE))
    assert any(c["summary"].startswith("Not checked: xqzzy forte") for c in answer["cards"])


def test_nothing_ordered_is_nothing_to_say(ask):
    assert ask("POST", SIGN, call("order-sign", taking=("warfarin",))) == (200, {"cards": []})


def test_the_same_call_gets_the_same_cards(ask):
    body = call("order-sign", request("o1", "ciprofloxacin 500 mg"), taking=("warfarin 5 mg", *NOISE))
    assert ask("POST", SIGN, body) == ask("POST", SIGN, body)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/cds-services/nothing", {}, 404), ("/elsewhere", {}, 404), (SIGN, b"no json", 400), (SIGN, b"[1]", 400), (SIGN, {"hook": "order-select"}, 400),
        (SIGN, {"hook": "order-sign", "context": {}}, 400), (SIGN, b"[" * 5000, 400),
    ],
)  # fmt: skip
def test_a_bad_call_gets_a_status_and_a_sentence(ask, path, body, status):
    got, answer = ask("POST", path, body)
    assert got == status
    assert answer["error"].endswith(".")


def test_broken_resources_do_not_end_the_service(ask):
    body = call("order-sign", {"resourceType": "MedicationRequest", "id": 7, "medicationCodeableConcept": [["x"]]}, taking=("warfarin",))
    assert ask("POST", SIGN, body)[0] in (200, 400)
    assert ask("GET", "/cds-services")[0] == 200


def test_a_foreign_name_for_this_machine_is_turned_away(ask):
    assert ask("GET", "/cds-services", Host="records.example.org:80")[0] == 403
    assert ask("POST", SIGN, call("order-sign"), Host="127.0.0.1.example.org")[0] == 403


def test_a_call_that_is_too_large_is_refused_unread(port):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    client.putrequest("POST", SIGN)
    client.putheader("Content-Length", str(MOST_BYTES + 1))
    client.endheaders()
    assert client.getresponse().status == 413
    client.close()


def test_the_service_listens_on_the_loopback_address_only(base_file):
    server = make_server(Pipeline(base_file), 0)
    try:
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.server_close()


def test_a_taken_port_gets_a_sentence(command, port):
    status, _, error = command("serve", "--port", port)
    assert status == 2
    assert "--port" in error


def test_feedback_is_taken(ask):
    assert ask("POST", f"{SIGN}/feedback", {"feedback": []})[0] == 200
