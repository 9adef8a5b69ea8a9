"""Which base is opened, and when a new one is built: never one that does not fit the text."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from interaction_db import location
from interaction_db.compile import compile_knowledge
from interaction_db.knowledge_text import content_hash, read_knowledge
from interaction_db.store import KnowledgeStore
from regimen_review.errors import UserError
from regimen_review.progress import Cancelled
from tests.interaction_db.conftest import RULE, put

LONG_AGO, SOON = 1_000_000_000, 4_000_000_000


@pytest.fixture
def house(folder, tmp_path, monkeypatch):
    """An installation of its own: a small text folder, a place for the shipped base, and one for the user's own."""
    shipped, own = tmp_path / "installed" / "base.sqlite", tmp_path / "cache" / "base-1.sqlite"
    monkeypatch.setattr(location, "FOLDER", folder)
    monkeypatch.setattr(location, "SHIPPED", shipped)
    monkeypatch.setattr(location, "own_base", lambda: own)
    monkeypatch.setattr(location, "read_knowledge", lambda: read_knowledge(folder))
    return shipped, own


def built(folder: Path, target: Path, *, when: int | None = None) -> Path:
    compile_knowledge(read_knowledge(folder), target)
    if when is not None:
        os.utime(target, (when, when))
    return target


def change(folder: Path) -> None:
    put(folder, "rules/blood/alpha-betas.toml", RULE.replace('"bleeding"', '"bruising"'))


def hash_of(path: Path) -> str:
    with KnowledgeStore(path) as store:
        return store.sha256


def test_without_any_base_one_is_built_for_the_user(folder, house):
    shipped, own = house
    assert location.base_path() == own
    assert hash_of(own) == content_hash(folder)
    assert not shipped.exists()


def test_the_shipped_base_is_opened_where_it_is_newer_than_the_text(folder, house):
    shipped, own = house
    built(folder, shipped, when=SOON)
    assert location.base_path() == shipped
    assert not own.exists()


def test_text_that_was_only_touched_does_not_make_the_shipped_base_old(folder, house):
    shipped, _ = house
    built(folder, shipped, when=LONG_AGO)
    assert location.base_path() == shipped


def test_changed_text_leads_to_a_base_of_the_users_own_and_the_next_start_opens_that(folder, house):
    shipped, own = house
    built(folder, shipped, when=LONG_AGO)
    change(folder)
    assert location.base_path() == own
    before = own.stat().st_mtime_ns
    assert location.base_path() == own
    assert own.stat().st_mtime_ns == before, "it was opened and not built again"
    assert hash_of(own) == content_hash(folder)


def test_a_base_that_another_installation_left_in_the_same_place_is_not_taken_however_new_it_is(folder, house):
    _, own = house
    built(folder, own)
    change(folder)
    os.utime(own, (SOON, SOON))
    assert location.base_path() == own
    assert hash_of(own) == content_hash(folder)


@pytest.mark.parametrize("broken", ["format", "no base at all"])
def test_a_shipped_base_that_cannot_be_opened_is_passed_over(folder, house, broken):
    shipped, own = house
    built(folder, shipped)
    if broken == "format":
        with sqlite3.connect(shipped) as connection:
            connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
        connection.close()
    else:
        shipped.write_bytes(b"half a file")
    os.utime(shipped, (SOON, SOON))
    assert location.base_path() == own
    assert hash_of(own) == content_hash(folder)


def test_a_place_that_cannot_be_written_is_a_sentence_with_what_to_do(folder, house, tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("no folder")
    monkeypatch.setattr(location, "own_base", lambda: tmp_path / "a file" / "base.sqlite")
    with pytest.raises(UserError, match="could not be written") as caught:
        location.base_path()
    assert "choose another folder" in str(caught.value)
    assert str(caught.value).count("a file") == 1


def test_a_full_disk_is_a_sentence_and_leaves_the_old_base_whole(folder, tmp_path, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from interaction_db import compile as compiling

    target = built(folder, tmp_path / "out" / "base.sqlite")
    before = target.read_bytes()

    def full(*_):
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(compiling, "_insert", full)
    with pytest.raises(UserError, match="database or disk is full"):
        compile_knowledge(read_knowledge(folder), target)
    assert target.read_bytes() == before
    assert [p.name for p in target.parent.iterdir()] == ["base.sqlite"]


def test_stopping_the_first_build_leaves_nothing_behind(house):
    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        location.base_path(stop)
    assert not list(house[1].parent.iterdir())


def test_building_tells_how_far_it_is_and_ends_at_the_end(folder, house):
    told: list[tuple[int, int]] = []
    location.base_path(lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len({total for _, total in told}) == 1


def test_text_with_a_fault_still_gives_a_base_that_counts_what_it_left_out(folder, house):
    put(folder, "rules/blood/broken.toml", "kind = ")
    with KnowledgeStore(location.base_path()) as store:
        assert store.meta["faults"] == "1"
        assert [r.id for r in store.all_rules()] == ["alpha-betas"]


def test_a_strict_build_refuses_text_with_a_fault_and_names_it(folder, house, tmp_path):
    put(folder, "rules/blood/broken.toml", "kind = ")
    with pytest.raises(UserError, match=r"1 faults .*rules/blood/broken.toml.*knowledge check"):
        location.build(tmp_path / "strict.sqlite", strict=True)
    assert not (tmp_path / "strict.sqlite").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_base_that_one_person_built_can_be_read_by_the_next(folder, tmp_path):
    assert built(folder, tmp_path / "base.sqlite").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["Müller", "50% off", "a b", "C#", "100%25", "x&mode=rw", "+plus"])
def test_a_folder_may_be_called_what_people_call_folders(folder, tmp_path, name):
    target = built(folder, tmp_path / name / "base.sqlite")
    assert target.is_file()
    assert hash_of(target) == content_hash(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows forbids these names")
@pytest.mark.parametrize("name", ["what?", "why?mode=memory", 'say "x"', "a:b"])
def test_even_what_looks_like_part_of_an_address_is_a_folder(folder, tmp_path, name):
    target = built(folder, tmp_path / name / "base.sqlite")
    assert target.is_file()
    assert hash_of(target) == content_hash(folder)


def test_a_reader_of_the_old_base_reads_on_while_a_new_one_takes_its_place(folder, tmp_path):
    target = built(folder, tmp_path / "base.sqlite")
    with KnowledgeStore(target) as reading:
        change(folder)
        built(folder, target)
        assert {r.consequence for r in reading.all_rules()} == {"bleeding"}
        with KnowledgeStore(target) as fresh:
            assert {r.consequence for r in fresh.all_rules()} == {"bruising"}


def test_two_programs_that_build_at_once_both_end_with_a_whole_base(folder, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    target = tmp_path / "base.sqlite"
    source = read_knowledge(folder)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: compile_knowledge(source, target), range(8))) == [target] * 8
    assert hash_of(target) == content_hash(folder)
    assert [p.name for p in tmp_path.glob("*.sqlite")] == ["base.sqlite"]
    assert not list(tmp_path.glob(".base-*"))


def test_the_base_is_never_written_by_whoever_reads_it(folder, tmp_path):
    target = built(folder, tmp_path / "base.sqlite")
    before = target.read_bytes()
    with KnowledgeStore(target) as store:
        store.all_rules()
        store.vocabulary()
        with pytest.raises(Exception, match="readonly"):
            store._connection.exec_driver_sql("DELETE FROM rule")
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("base.sqlite-*")), "no journal stands beside it"
