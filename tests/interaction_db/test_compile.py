import sqlite3

import pytest

from interaction_db.compile import compile_knowledge
from interaction_db.knowledge_text import content_hash, read_knowledge
from interaction_db.schema import FORMAT
from interaction_db.store import KnowledgeStore
from regimen_review.errors import UserError
from regimen_review.progress import Cancelled
from regimen_review.regimen import SubstanceId
from tests.conftest import a_regimen


def test_the_same_text_compiles_to_the_same_bytes(folder, tmp_path):
    one, other = (compile_knowledge(read_knowledge(folder), tmp_path / f"{n}.sqlite").read_bytes() for n in "ab")
    assert one == other


def test_a_changed_word_changes_the_hash_and_line_ends_do_not(folder):
    before = content_hash(folder)
    rule = folder / "rules/blood/alpha-betas.toml"
    rule.write_bytes(rule.read_bytes().replace(b"\n", b"\r\n"))
    assert content_hash(folder) == before
    rule.write_text(rule.read_text(encoding="utf-8").replace("bleeding", "bruising"), encoding="utf-8")
    assert content_hash(folder) != before


def test_a_rule_comes_back_from_the_base_as_it_was_read(folder, tmp_path):
    source = read_knowledge(folder)
    with KnowledgeStore(compile_knowledge(source, tmp_path / "b.sqlite")) as store:
        assert store.all_rules() == tuple(t.rule for t in source.rules)


def test_only_rules_whose_every_role_is_filled_come_along(folder, tmp_path):
    with KnowledgeStore(compile_knowledge(read_knowledge(folder), tmp_path / "b.sqlite")) as store:
        assert [r.id for r in store.knowledge_for(a_regimen("alphadrug", "betadrug")).rules] == ["alpha-betas"]
        assert store.knowledge_for(a_regimen("alphadrug", "deltadrug")).rules == ()


def test_a_drug_of_which_nothing_is_known_is_not_covered(folder, tmp_path):
    with KnowledgeStore(compile_knowledge(read_knowledge(folder), tmp_path / "b.sqlite")) as store:
        assert store.knowledge_for(a_regimen("alphadrug", "deltadrug")).covered == {"alphadrug"}
        assert not store.knows(SubstanceId("deltadrug"))


def test_a_derived_class_has_its_members_by_property(folder, tmp_path):
    with KnowledgeStore(compile_knowledge(read_knowledge(folder), tmp_path / "b.sqlite")) as store:
        assert store.class_members["betas"] == {"betadrug", "gammadrug"}


def test_a_base_of_another_format_is_refused_with_what_to_do(folder, tmp_path):
    path = compile_knowledge(read_knowledge(folder), tmp_path / "b.sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT + 1),))
    connection.close()
    with pytest.raises(UserError, match="knowledge compile"):
        KnowledgeStore(path)


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to have a header of its own" * 3])
def test_a_file_that_is_no_base_is_refused_with_what_to_do(content, tmp_path):
    (tmp_path / "b.sqlite").write_bytes(content)
    with pytest.raises(UserError, match="knowledge compile"):
        KnowledgeStore(tmp_path / "b.sqlite")


def test_a_missing_base_is_a_sentence(tmp_path):
    with pytest.raises(UserError, match="no knowledge base"):
        KnowledgeStore(tmp_path / "none.sqlite")


def test_stopping_half_way_leaves_the_old_base_whole_and_nothing_beside_it(folder, tmp_path):
    target = tmp_path / "out" / "b.sqlite"
    compile_knowledge(read_knowledge(folder), target)
    before = target.read_bytes()

    def stop(done, _total):
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        compile_knowledge(read_knowledge(folder), target, stop)
    assert target.read_bytes() == before
    assert [p.name for p in target.parent.iterdir()] == ["b.sqlite"]


def test_the_shipped_base_reads_what_the_text_says(knowledge_text, store):
    assert len(store.all_rules()) == len(knowledge_text.rules)
    assert store.sha256 == knowledge_text.sha256
