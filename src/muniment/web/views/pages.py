"""A page as a picture, with its text over it to be selected and its claims drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from muniment.web import found
from muniment.web.access import allowed
from muniment.web.beside import address_of, beside
from muniment.web.views.documents import citable
from muniment.workspace.models import Claim, Document
from muniment.workspace.pictures import Word, page_picture, page_shapes, page_words
from muniment.workspace.sensitive import text_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its text, its box, and the keys of the claims that it belongs to."""

    text: str
    word: Word
    claims: str = ""

    @property
    def x(self) -> str:
        """Its left edge, in points."""
        return f"{self.word.x0:.1f}"

    @property
    def width(self) -> str:
        """Points from its left to its right edge."""
        return f"{self.word.x1 - self.word.x0:.1f}"

    @property
    def height(self) -> str:
        """Points from its top to its bottom edge."""
        return f"{self.word.y1 - self.word.y0:.1f}"

    @property
    def base(self) -> str:
        """The line that its letters stand on."""
        return f"{self.word.y1 - 0.2 * (self.word.y1 - self.word.y0):.1f}"


@dataclass(slots=True)
class Mark:
    """The box of a claim on one line, in points from the top left corner of the page."""

    claim: Claim
    quote: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Points from its left to its right edge."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from its top to its bottom edge."""
        return self.y1 - self.y0

    @property
    def address(self) -> str:
        """Where the claim is opened on this page."""
        return address_of(self.claim, on_page=True)

    @property
    def middle(self) -> float:
        """Where a line through it lies."""
        return (self.y0 + self.y1) / 2


def marks(words: Sequence[Word], claims: Sequence[Claim], text: str) -> list[Mark]:
    """The boxes of claims, a line at a time; a word belongs to the shortest claim that has it."""
    by_length = sorted(claims, key=lambda each: each.end - each.start)
    found: list[Mark] = []
    last: Mark | None = None
    for word in words:
        claim = next((c for c in by_length if c.start < word.end and c.end > word.start), None)
        if claim is None:
            last = None
        elif last is not None and last.claim is claim and _same_line(last, word):
            last.x0, last.x1 = min(last.x0, word.x0), max(last.x1, word.x1)
            last.y0, last.y1 = min(last.y0, word.y0), max(last.y1, word.y1)
        else:
            last = Mark(claim, text[claim.start : claim.end], *word[3:])
            found.append(last)
    return found


def _same_line(mark: Mark, word: Word) -> bool:
    return min(mark.y1, word.y1) - max(mark.y0, word.y0) > 0.5 * min(mark.height, word.y1 - word.y0)


def _placed(word: Word, text: str, claims: Sequence[Claim]) -> Placed:
    """A word with the claims that have it, the shortest first."""
    over = [each for each in claims if each.start < word.end and each.end > word.start]
    over.sort(key=lambda each: each.end - each.start)
    return Placed(text[word.start : word.end], word, " ".join(each.key for each in over))


@require_GET
@allowed("read", found.document)
def turn(request: HttpRequest, document: Document) -> HttpResponse:
    """The page whose number is asked for, or the one nearest to it."""
    numbers = [each.number for each in page_shapes(document)]
    if not numbers:
        raise Http404
    said = request.GET.get("number", "1")
    asked = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    address = reverse("page", args=[document.key, min(max(asked, numbers[0]), numbers[-1])])
    claim = request.GET.get("claim", "")
    return redirect(f"{address}?{urlencode({'claim': claim})}" if claim else address)


@require_GET
@allowed("read", found.page)
def page(request: HttpRequest, page: found.Page) -> HttpResponse:
    """One page as a picture."""
    document = page.document
    shapes = page_shapes(document)
    shape = next((each for each in shapes if each.number == page.number), None)
    if shape is None:
        raise Http404
    text = text_of(document)
    opened = document.claims.filter(key=request.GET.get("claim", "")).first()
    context = beside(request, document, (shape.start, shape.end), opened, on_page=True)
    words = page_words(document, page.number)
    boxes = marks(words, context["rows"], text)
    context |= {
        "shape": shape,
        "pages": len(shapes),
        "words": [_placed(each, text, context["rows"]) for each in words],
        "marks": boxes,
        "citable": citable(request, document, opened.start, opened.end) if opened else "",
    }
    return render(request, "muniment/page.html", context)


@require_GET
@allowed("read", found.page)
def picture(request: HttpRequest, page: found.Page) -> HttpResponse:
    """The picture of a page."""
    if not any(each.number == page.number for each in page_shapes(page.document)):
        raise Http404
    drawn = page_picture(page.document, page.number)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/webp")
