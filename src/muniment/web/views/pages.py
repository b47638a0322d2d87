"""A page as a picture, with its text over it to be selected and its claims drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from muniment.web import found
from muniment.web.access import allowed
from muniment.web.views.documents import Shown
from muniment.workspace.models import Claim
from muniment.workspace.permissions import may
from muniment.workspace.pictures import Word, page_picture, page_shapes, page_words
from muniment.workspace.sensitive import text_of, title_of
from muniment.workspace.services.reviewing import body_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its text and its box."""

    text: str
    word: Word

    @property
    def width(self) -> float:
        """Points from its left to its right edge."""
        return self.word.x1 - self.word.x0

    @property
    def height(self) -> float:
        """Points from its top to its bottom edge."""
        return self.word.y1 - self.word.y0

    @property
    def base(self) -> float:
        """The line that its letters stand on."""
        return self.word.y1 - 0.2 * self.height


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
    claims = list(
        document.claims.filter(start__lt=shape.end, end__gt=shape.start)
        .exclude(status=Claim.Status.SPLIT)
        .select_related("document__source")
    )
    words = page_words(document, page.number)
    context = {
        "document": document,
        "title": title_of(document),
        "source": document.source,
        "shape": shape,
        "numbers": [each.number for each in shapes],
        "words": [Placed(text[each.start : each.end], each) for each in words],
        "marks": marks(words, claims, text),
        "claims": [Shown(each, body_of(each)) for each in claims],
        "may_review": may(request.user, "review", document.source.collection),
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
