"""The last pass over a print: structure tree, outline, metadata, the embedded review, and a password where one is asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from exports.pdf.tags import Element

REVIEW_NAME = "review.json"
"""The attachment that holds the whole review."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What the document is called, what it carries, and the password that opens it (empty: none)."""

    title: str
    subject: str = ""
    language: str = "en"
    attachment: bytes = b""
    digest: str = ""
    """sha256 of the attachment, kept among the document's properties, so that a changed attachment is found out."""
    password: str = ""


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Regimen Review</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class _Tree:
    """Writes the elements as PDF objects and the way back from each piece of content to its element."""

    def __init__(self, pdf: Any) -> None:
        import pikepdf

        self.pikepdf, self.pdf = pikepdf, pdf
        self.parents: dict[int, dict[int, Any]] = defaultdict(dict)
        self.headings: list[tuple[str, int]] = []

    def write(self, root: Element) -> None:
        pikepdf, pdf = self.pikepdf, self.pdf
        tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        tree.K = pikepdf.Array([self._element(root, tree)])
        numbers: list[Any] = []
        for index, page in enumerate(pdf.pages):
            page.obj.StructParents = index
            page.obj.Tabs = pikepdf.Name.S
            pieces = self.parents[index]
            numbers += [index, pdf.make_indirect(pikepdf.Array([pieces[n] for n in sorted(pieces)]))]
        numbers += self._links(tree, len(pdf.pages))
        tree.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(numbers)))
        tree.ParentTreeNextKey = len(numbers) // 2
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)

    def _element(self, element: Element, parent: Any) -> Any:
        pikepdf = self.pikepdf
        made = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{element.tag}"), P=parent))
        if element.alt:
            made.Alt = pikepdf.String(element.alt)
        if element.actual:
            made.ActualText = pikepdf.String(element.actual)
        if element.scope:
            made.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(f"/{element.scope}"))
        made.K = pikepdf.Array([self._child(kid, made, element) for kid in element.kids])
        return made

    def _child(self, kid: Any, made: Any, element: Element) -> Any:
        if isinstance(kid, Element):
            return self._element(kid, made)
        page, number = kid
        self.parents[page][number] = made
        if element.title and kid is element.kids[0]:
            self.headings.append((element.title, page))
        if "/Pg" not in made:
            made.Pg = self.pdf.pages[page].obj
        if made.Pg.objgen == self.pdf.pages[page].obj.objgen:
            return number
        return self.pikepdf.Dictionary(Type=self.pikepdf.Name.MCR, Pg=self.pdf.pages[page].obj, MCID=number)

    def _links(self, tree: Any, first: int) -> list[Any]:
        """Each link annotation as an element of its own, with its address as what is read aloud."""
        pikepdf = self.pikepdf
        numbers: list[Any] = []
        for page in self.pdf.pages:
            for note in page.obj.get("/Annots", ()):
                address = str(note.get("/A", {}).get("/URI", ""))
                made = self.pdf.make_indirect(
                    pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Link, P=tree.K[0], Pg=page.obj)
                )
                made.K = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=note, Pg=page.obj)])
                tree.K[0].K.append(made)
                note.StructParent = first + len(numbers) // 2
                note.Contents = pikepdf.String(address)
                numbers += [note.StructParent, made]
        return numbers


def _outline(pdf: Any, headings: list[tuple[str, int]]) -> None:
    import pikepdf

    with pdf.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in headings)


def _attach(pdf: Any, content: bytes) -> None:
    import pikepdf

    spec = pikepdf.AttachedFileSpec(
        pdf, content, filename=REVIEW_NAME, mime_type="application/json", description="The whole review, to be opened again",
        creation_date="", mod_date="",
    )  # fmt: skip
    pdf.attachments[REVIEW_NAME] = spec


def finished(content: bytes, root: Element, finish: Finish) -> bytes:
    """The PDF with structure, metadata, outline and attachment. Deterministic, but for a print with a password,
    whose keys are random as they must be.
    """
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        tree = _Tree(pdf)
        tree.write(root)
        _outline(pdf, tree.headings)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        xmp = _XMP.format(title=escape(finish.title), subject=escape(finish.subject)).encode()
        pdf.Root.Metadata = pikepdf.Stream(pdf, xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        if finish.attachment:
            _attach(pdf, finish.attachment)
            pdf.docinfo["/ReviewSHA256"] = finish.digest
        out = BytesIO()
        if finish.password:
            pdf.save(out, encryption=pikepdf.Encryption(owner=finish.password, user=finish.password, R=6))
        else:
            pdf.save(out, static_id=True, min_version="1.7")
        return out.getvalue()
