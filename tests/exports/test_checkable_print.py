"""What makes a print checkable: the embedded review, its hash, the password, and the structure for reading aloud."""

import hashlib
import io

import pikepdf
import pytest

from exports.digest import review_json
from exports.pdf import PrintOptions, render, render_review
from exports.reopen import REVIEW_NAME, open_review
from regimen_review.errors import UserError
from tests.exports.conftest import pages_of

KINDS = ("conference", "full", "patient", "ward")


@pytest.mark.parametrize("kind", KINDS)
def test_every_print_opens_again_as_the_exact_review(review, kind):
    assert open_review(render(kind, review)) == review


def test_a_review_that_was_reopened_prints_the_same_bytes(review):
    printed = render_review(review)
    assert render_review(open_review(printed)) == printed


def test_the_hash_on_the_last_page_is_that_of_the_attachment(review):
    printed = render_review(review)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        attached = pdf.attachments[REVIEW_NAME].get_file().read_bytes()
    assert attached == review_json(review)
    assert hashlib.sha256(attached).hexdigest() in pages_of(printed)[-1]


def test_an_attachment_that_was_changed_is_refused(review):
    with pikepdf.open(io.BytesIO(render_review(review))) as pdf:
        content = pdf.attachments[REVIEW_NAME].get_file().read_bytes().replace(b"warfarin", b"apixaban")
        del pdf.attachments[REVIEW_NAME]
        pdf.attachments[REVIEW_NAME] = pikepdf.AttachedFileSpec(pdf, content)
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(UserError, match="changed after it was printed"):
        open_review(out.getvalue())


def test_a_pdf_without_a_review_and_a_file_that_is_no_pdf_get_a_sentence():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(UserError, match="carries no review"):
        open_review(out.getvalue())
    with pytest.raises(UserError, match="not a PDF"):
        open_review(b"%PDF-1.7 and then nothing")


def test_a_password_locks_the_print_with_aes_256(review):
    printed = render_review(review, PrintOptions(password="κλειδί 7"))
    with pytest.raises(UserError, match="locked"):
        open_review(printed)
    assert open_review(printed, "κλειδί 7") == review
    with pikepdf.open(io.BytesIO(printed), password="κλειδί 7") as pdf:
        assert pdf.encryption.R == 6
        assert pdf.encryption.bits == 256
    assert b"warfarin" not in printed


# --- structure ------------------------------------------------------------------------------------------------------


def _pieces(page):
    """(marked-content ids of the page, text shown outside any marked content)."""
    ids, stray, depth = [], 0, 0
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in ("BMC", "BDC"):
            depth += 1
            if word == "BDC" and "/MCID" in operands[1]:
                ids.append(int(operands[1]["/MCID"]))
        elif word == "EMC":
            depth -= 1
            assert depth >= 0
        elif word in ("Tj", "TJ", "'", '"') and depth == 0:
            stray += 1
    assert depth == 0
    return ids, stray


def _elements(node, path=()):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            here = (*path, str(kid.S).removeprefix("/"))
            yield here, kid
            yield from _elements(kid, here)


@pytest.mark.parametrize("kind", KINDS)
def test_all_content_is_marked_and_belongs_to_the_structure(review, kind):
    with pikepdf.open(io.BytesIO(render(kind, review))) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        for page in pdf.pages:
            ids, stray = _pieces(page)
            assert not stray
            assert ids == list(range(len(ids)))
            assert len(parents[int(page.StructParents)]) == len(ids)
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()  # conformance is claimed only where a validator said so
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_headings_tables_and_the_figure_are_what_they_say(review):
    with pikepdf.open(io.BytesIO(render_review(review))) as pdf:
        found = list(_elements(pdf.Root.StructTreeRoot))
        tags = [path[-1] for path, _ in found]
        assert tags.count("H1") == 1
        assert tags.index("H1") < tags.index("H2")
        for path, element in found:
            if path[-1] in ("TD", "TH"):
                assert path[-3:-1] == ("Table", "TR")
            if path[-1] == "TH":
                assert str(element.A.Scope) in ("/Column", "/Row")
            if path[-1] == "Figure":
                assert "Warning:" in str(element.Alt)
        assert "Figure" in tags
        assert {"Table", "TH", "TD"} <= set(tags)


def test_the_outline_leads_to_the_sections(review):
    with pikepdf.open(io.BytesIO(render_review(review))) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert any(t.startswith("Reconciled list") for t in titles)
    assert titles[0] == "Case-conference review"
