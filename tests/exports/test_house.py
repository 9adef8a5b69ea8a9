"""A house's wording and logo: what may be changed is changed everywhere, what protects a patient cannot be, a broken file gets a sentence."""

import io
import tomllib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exports.decided import Decided
from exports.pdf import PrintOptions, render
from exports.pdf.conference import NO_FINDING
from exports.pdf.house import EDITABLE, house_words, template
from exports.pdf.logo import KEPT, MOST_BYTES, read_logo
from exports.pdf.pages import DISCLAIMER
from exports.pdf.words import Words
from regimen_review.errors import UserError
from tests.exports.conftest import pages_of, text_of


@pytest.fixture
def wording(tmp_path):
    """A function: the text of a wording file to the words that are read from it."""

    def read(text: str | bytes, language: str = "en") -> Words:
        path = tmp_path / "house.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return house_words(path, language)

    return read


@pytest.fixture
def logo(tmp_path):
    """A function: a picture's format, mode and size to the file's path."""

    def write(kind: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (300, 100)):
        path = tmp_path / f"logo.{kind.lower()}"
        Image.new(mode, size, 120 if mode in ("L", "P") else (20, 80, 140, 90)[: len(mode)]).save(path, kind)
        return path

    return write


# --- wording


def test_titles_labels_and_decision_words_are_those_of_the_house(review, wording):
    words = wording(
        '[title]\nconference = "Polypharmacy board"\n[question]\nlabel = "We ask:"\n[decision]\naccept = "agree"\n[sign]\nrole = "Function"\n'
        '[disclaimer]\nlead = "Internal paper of ward 7."\n[sections]\nmonitoring = "Tests to order: {count}"\n'
    )
    made = {review.in_tier("act")[0].id: Decided("accept", "Kim")}
    text = text_of(render("conference", review, PrintOptions(words=words, question="Which?"), made))
    for shown in (
        "Polypharmacy board",
        "We ask: Which?",
        "agree",
        "Function",
        f"Internal paper of ward 7. {DISCLAIMER}",
        "Tests to order: ",
    ):
        assert shown in text
    assert "Case-conference review" not in text
    assert words.mark in text


def test_a_house_wording_stands_above_the_translation(review, wording):
    page = pages_of(render("ward", review, PrintOptions(words=wording('[title]\nward = "Kurvenblatt"\n', "de"))))[0]
    assert page.startswith("Kurvenblatt")
    assert "Kein Befund heißt nicht sicher" in page


@pytest.mark.parametrize("kind", ["conference", "full", "patient", "ward"])
def test_whatever_the_house_words_the_statements_that_protect_stay(review, wording, kind):
    body = tomllib.loads(template())
    lines = []
    for section, entries in body.items():
        lines.append(f"[{section}]")
        for name, text in entries.items():
            places = " ".join(part for part in ("{count}",) if part in text)
            lines.append(f'{name} = "{f"zq {places}".strip()[: EDITABLE[section][1][name][1]]}"')
    text = text_of(render(kind, review, PrintOptions(words=wording("\n".join(lines)))))
    assert DISCLAIMER in text
    if kind != "patient":
        assert NO_FINDING in text
        assert "Not checked" in text
        assert all(f.headline in text for f in review.in_tier("act")[:1])


def test_the_template_holds_every_phrase_and_changes_nothing(wording):
    words = wording(template())
    assert all(phrase == said for phrase, said in words.house.items() if said)
    assert {s: set(e) for s, e in tomllib.loads(template()).items()} == {s: set(e) for s, (_, e) in EDITABLE.items()}
    assert wording(template("de"), "de").of("accept") == "annehmen"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[safety]\nnot_checked = "All fine"', "is no section"),
        ('[disclaimer]\ntext = ""', "stay as they are"),
        ('[title]\nconference = ""', "must be a text"),
        ("[title]\nconference = 4", "must be a text"),
        ('title = "x"', "is no section"),
        ('[title]\nconference = "' + "x" * 49 + '"', "at most 48 characters"),
        ('[decision]\naccept = "a much too long word"', "at most 14 characters"),
        ('[title]\nconference = "a\\nb"', "one line"),
        ('[sections]\nmonitoring = "Tests"', "must keep its places in braces: {count}"),
        ('[title]\nward = "{0.__class__}"', "braces"),
        ("[title", "no TOML"),
        (b"\xff\xfe\x00", "no TOML"),
        ("x" * 64_001, "larger than 64 kB"),
    ],
)
def test_a_wording_that_does_not_fit_gets_a_sentence_with_its_place(wording, text, says):
    with pytest.raises(UserError, match=r"house\.toml") as fault:
        wording(text)
    assert says in str(fault.value)


def test_a_wording_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(UserError, match="could not be read"):
        house_words(tmp_path / "none.toml")
    assert house_words(None, "de") == Words("de")


@given(st.text(max_size=200))
def test_no_text_makes_the_wording_fall_over(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        words = house_words(path)
    except UserError:
        return
    assert set(words.house) <= {phrase for _, phrases in EDITABLE.values() for phrase, _ in phrases.values()}


# --- logo


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK")])
def test_a_logo_of_each_form_stands_on_page_one_and_moves_nothing(review, logo, kind, mode):
    content = render("conference", review, PrintOptions(logo=read_logo(logo(kind, mode)), site="St. Example"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [len(page.obj.Resources.get("/XObject", {})) for page in pdf.pages][:2] == [1, 0]
    plain = pages_of(render("conference", review, PrintOptions(site="St. Example")))
    assert pages_of(content) == plain


def test_a_large_logo_is_made_small_and_the_print_stays_small(review, logo):
    picture = Image.open(io.BytesIO(read_logo(logo(size=(4000, 3000)))))
    assert picture.size[0] <= KEPT[0]
    assert picture.size[1] <= KEPT[1]
    assert picture.mode == "RGB"
    plain = len(render("ward", review))
    assert len(render("ward", review, PrintOptions(logo=read_logo(logo(size=(4000, 3000)))))) < plain + 60_000


def test_a_logo_gives_the_same_bytes_each_time(review, logo):
    options = PrintOptions(logo=read_logo(logo()))
    assert render("ward", review, options) == render("ward", review, options)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40, b"%PDF-1.7"]
)
def test_a_broken_logo_gets_a_sentence_with_its_name(tmp_path, content):
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"logo\.png") as fault:
        read_logo(path)
    assert "no PNG or JPEG" in str(fault.value)


def test_a_cut_off_a_huge_and_a_missing_logo_get_a_sentence(tmp_path, logo):
    whole = logo().read_bytes()
    cut, huge = tmp_path / "cut.png", tmp_path / "huge.png"
    cut.write_bytes(whole[: len(whole) // 2])
    huge.write_bytes(b"\0" * (MOST_BYTES + 1))
    for path, says in ((cut, "no PNG"), (huge, "larger than 2 MB"), (tmp_path / "none.png", "could not be read")):
        with pytest.raises(UserError, match=says):
            read_logo(path)


def test_a_small_file_that_unpacks_to_a_vast_picture_is_refused(tmp_path):
    path = tmp_path / "bomb.png"
    Image.new("1", (9000, 9000)).save(path)
    with pytest.raises(UserError, match="no PNG or JPEG"):
        read_logo(path)
