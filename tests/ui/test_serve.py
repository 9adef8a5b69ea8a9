"""The CDS Hooks service, asked by a real HTTP client on the loopback address."""

import http.client
import json
import socket
import struct
import threading
import time
import uuid

import pytest

from interaction_db.store import KnowledgeStore
from ui.pipeline import Pipeline
from ui.serve import MOST_BYTES, MOST_RESOURCES, make_server


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


FEEDBACK = {"card": "4e0a3a1e-3a63-4a1b-9a43-5f8d6a1b2c3d", "outcome": "overridden", "outcomeTimestamp": "2026-03-02T10:00:00Z",
            "overrideReason": {"reason": {"code": "benefit", "system": "urn:regimen-review:reason"}}}  # fmt: skip


@pytest.mark.parametrize("entries", [[], [FEEDBACK], [FEEDBACK, {**FEEDBACK, "outcome": "accepted", "acceptedSuggestions": [{"id": "x"}]}]])
def test_feedback_is_taken(ask, entries):
    assert ask("POST", f"{SIGN}/feedback", {"feedback": entries}) == (200, {})


@pytest.mark.parametrize("body", [{}, {"feedback": {}}, {"feedback": ["x"]}, {"feedback": [{"card": "x", "outcome": "ignored"}]}])
def test_feedback_of_another_form_gets_a_sentence(ask, body):
    status, answer = ask("POST", f"{SIGN}/feedback", body)
    assert status == 400
    assert answer["error"].startswith("Feedback is a list")


# --- the form that CDS Hooks 2.0 asks for, on every card of many calls


def _faults_of_card(card: dict) -> list[str]:
    """What CDS Hooks 2.0 (Card Attributes, Suggestion, Action, Link, Source) does not allow."""
    found = [f"without {name}" for name in ("summary", "indicator", "source", "uuid") if not card.get(name)]
    found += ["summary"] if not 0 < len(card["summary"]) < 140 or "\n" in card["summary"] else []
    found += ["indicator"] if card["indicator"] not in ("info", "warning", "critical") else []
    found += ["source"] if not card["source"].get("label") else []
    found += ["uuid"] if str(uuid.UUID(card["uuid"])) != card["uuid"] else []
    found += ["selectionBehavior"] if bool(card.get("suggestions")) != (card.get("selectionBehavior") in ("any", "at-most-one")) else []
    found += ["reason"] if any(set(r) != {"code", "system", "display"} for r in card.get("overrideReasons", ())) else []
    found += (
        ["link"]
        if any(
            set(x) != {"label", "url", "type"} or x["type"] != "absolute" or not x["url"].startswith("https://")
            for x in card.get("links", ())
        )
        else []
    )
    for suggestion in card.get("suggestions", ()):
        found += ["suggestion"] if not suggestion["label"] or len(suggestion["actions"]) != 1 else []
        found += (
            ["action"] if any(a["type"] != "delete" or not a["description"] or not a["resourceId"] for a in suggestion["actions"]) else []
        )
    return found + [f"unknown {k}" for k in set(card) - CARD]


CARD = {"uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior", "overrideReasons", "links"}


@pytest.mark.parametrize(
    "name",
    [
        "ciprofloxacin 500 mg",
        "tizanidine 4 mg",
        "xqzzy " * 40,
        "ibuprofen 400 mg",
        "Ωmega-3 fish oil",
        "methotrexate 10 mg daily",
        "insulin",
    ],
)
def test_every_card_has_the_form_of_cds_hooks_2(ask, name):
    taking = ("warfarin 5 mg", "ciprofloxacin 500 mg", "methotrexate 12.5 mg weekly", "lithium 300 mg", "simvastatin 40 mg", *NOISE)
    status, answer = ask("POST", SIGN, call("order-sign", request("o1", name), taking=taking))
    assert status == 200
    assert set(answer) == {"cards"}
    assert answer["cards"]
    assert [fault for card in answer["cards"] for fault in _faults_of_card(card)] == []
    assert len({c["uuid"] for c in answer["cards"]}) == len(answer["cards"])


def test_the_services_say_what_cds_hooks_2_asks_for(ask):
    _, answer = ask("GET", "/cds-services")
    assert set(answer) == {"services"}
    for service in answer["services"]:
        assert {"id", "hook", "description", "prefetch", "title"} == set(service)
        assert all("{{context.patientId}}" in query for query in service["prefetch"].values())
        assert ask("POST", f"/cds-services/{service['id']}", {"hook": "patient-view"})[0] == 400


# --- never an all-clear by omission


@pytest.mark.parametrize("prefetch", [None, {}, {"requests": None, "statements": None}, {"patient": {"resourceType": "Patient"}}, "x"])
def test_without_the_current_medications_the_call_is_not_answered(ask, prefetch):
    status, answer = ask("POST", SIGN, {**call("order-sign", request("o1", "warfarin")), "prefetch": prefetch})
    assert status == 412
    assert "prefetch" in answer["error"]


def test_an_empty_list_of_medications_is_an_answer(ask):
    assert ask("POST", SIGN, call("order-sign", request("o1", "warfarin")))[0] == 200


def test_order_select_without_selections_is_refused_and_a_lost_selection_asks_about_every_draft(ask):
    body = call("order-select", request("o1", "ciprofloxacin 500 mg"), taking=("warfarin 5 mg",), selections=("MedicationRequest/gone",))
    _, lost = ask("POST", SELECT, body)
    assert any("warfarin" in c["summary"].lower() for c in lost["cards"])
    del body["context"]["selections"]
    assert ask("POST", SELECT, body)[0] == 400


# --- bounds


def test_a_call_with_too_many_resources_is_refused(ask):
    body = call("order-sign", request("o1", "warfarin"), taking=("folic acid",) * (MOST_RESOURCES + 1))
    status, answer = ask("POST", SIGN, body)
    assert status == 413
    assert "resources" in answer["error"]


def test_an_order_for_a_patient_on_forty_drugs_is_answered_in_time(ask, base_file):
    with KnowledgeStore(base_file) as store:
        names = tuple(sorted(store.vocabulary().substances))[100:140]
    began = time.monotonic()
    status, _ = ask("POST", SIGN, call("order-sign", request("o1", "ciprofloxacin 500 mg"), taking=names))
    assert status == 200
    assert time.monotonic() - began < 15


def test_two_callers_at_once_each_get_their_own_answer(ask):
    found: dict[str, list] = {}

    def one(name: str, taking: str) -> None:
        found[name] = ask("POST", SIGN, call("order-sign", request("o1", name), taking=(taking,)))[1]["cards"]

    callers = [
        threading.Thread(target=one, args=pair)
        for pair in (("ciprofloxacin 500 mg", "tizanidine 4 mg"), ("ibuprofen 400 mg", "lithium 300 mg"))
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert any("tizanidine" in c["summary"].lower() for c in found["ciprofloxacin 500 mg"])
    assert any("lithium" in c["summary"].lower() for c in found["ibuprofen 400 mg"])
    assert not any("tizanidine" in c["summary"].lower() for c in found["ibuprofen 400 mg"])


def test_a_caller_that_goes_away_ends_its_own_call_only_and_without_a_trace(ask, port, capfd):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    client.putrequest("POST", SIGN)
    client.putheader("Content-Length", "100000")
    client.endheaders()
    client.send(b"{")
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    time.sleep(0.3)
    assert ask("GET", "/cds-services")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_call_leaves_no_trace_on_the_terminal(ask, capfd):
    ask("POST", SIGN, call("order-sign", request("o1", "Quackenbush's warfarin"), taking=("ciprofloxacin",)))
    ask("POST", SIGN, b"no json about Quackenbush")
    assert capfd.readouterr() == ("", "")
