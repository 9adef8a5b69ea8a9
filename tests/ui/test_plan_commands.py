"""plan, timetable, compare and dont-add as another program sees them."""

import pytest

LIST = "Medications:\n1. warfarin 5 mg daily\n2. ciprofloxacin 500 mg twice daily\n3. tramadol 50 mg three times daily\n4. codeine 30 mg daily\n5. calcium carbonate daily\n"


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_plan_lists_every_way_with_its_price(answers, listed):
    (answer,) = answers("plan", "--json", "--clear", "major-pairs", "--only", "stop", listed)
    assert answer["plans"]
    assert {p["cost"] for p in answer["plans"]} == {answer["cost"]}
    assert all(a["kind"] == "stop" for p in answer["plans"] for a in p["actions"])
    assert answer["plans"][0]["brings"] is not None


def test_a_plan_for_a_person_calls_itself_a_choice(command, listed):
    status, out, _ = command("plan", listed)
    assert status == 0
    assert "choices, not orders" in out


def test_a_protected_drug_stays_out_of_every_plan(answers, listed):
    (answer,) = answers("plan", "--json", "--clear", "major-pairs", "--only", "stop", "--protect", "warfarin", listed)
    assert all("warfarin" not in p["drugs"] for p in answer["plans"])


def test_a_timetable_gives_times_and_says_what_it_assumed(answers, listed):
    (answer,) = answers("timetable", "--json", "--breakfast", "07:30", listed)
    assert answer["feasible"]
    assert answer["times"] == sorted(answer["times"], key=lambda t: t["at"])
    assert {i["label"] for t in answer["times"] for i in t["intakes"]} >= {"warfarin", "ciprofloxacin"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("timetable", "--often", "xqzzy=2/d"), "not on the list"),
        (("timetable", "--often", "warfarin=often"), "cannot be read"),
        (("timetable", "--breakfast", "25:00"), "no time of day"),
        (("timetable", "--breakfast", "05:00"), "must come after"),
        (("plan", "--cost", "stop=cheap"), "needs a number"),
        (("plan", "--protect", "xqzzy"), "not on the list"),
    ],
)
def test_bad_wishes_are_one_sentence_and_status_two(command, listed, arguments, sentence):
    status, out, err = command(*arguments, listed)
    assert status == 2
    assert sentence in err
    assert "Traceback" not in err + out


def test_lists_are_compared_over_time(answers, command, listed, tmp_path):
    later = tmp_path / "later.txt"
    later.write_text(LIST.replace("ciprofloxacin 500 mg twice daily", "amoxicillin 500 mg daily"), encoding="utf-8")
    (answer,) = answers("compare", "--json", listed, later)
    events = {lane["label"]: [c["event"] for c in lane["cells"]] for lane in answer["lanes"]}
    assert "started" in events["amoxicillin"] + events["ciprofloxacin"] or "stopped" in events["ciprofloxacin"]
    assert command("compare", listed)[0] == 2


def test_the_ward_page_names_drugs_with_reasons(answers, listed):
    (answer,) = answers("dont-add", "--json", "--rank", "60", listed)
    assert answer["looked_at"] > 20
    assert all(r["drugs"] and r["says"].endswith(".") for r in answer["reasons"])
