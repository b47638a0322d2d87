"""A page as a picture, with its text over it to be selected and its claims drawn in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from muniment.web import found
from muniment.web.access import allowed
from muniment.web.restricted import shown
from muniment.web.views.documents import Shown
from muniment.workspace.models import Claim
from muniment.workspace.permissions import may
from muniment.workspace.pictures import Word, page_picture, page_shapes, page_words
from muniment.workspace.sensitive import text_of, title_of
from muniment.workspace.services.reviewing import body_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its text, its box, and the shortest claim that it belongs to."""

    text: str
    word: Word
    claim: Claim | None

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


@require_GET
@allowed("read", found.page)
@shown
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
    by_length = sorted(claims, key=lambda each: each.end - each.start)
    words = [
        Placed(
            text[each.start : each.end],
            each,
            next((c for c in by_length if c.start < each.end and c.end > each.start), None),
        )
        for each in page_words(document, page.number)
    ]
    context = {
        "document": document,
        "title": title_of(document),
        "source": document.source,
        "shape": shape,
        "numbers": [each.number for each in shapes],
        "words": words,
        "claims": [Shown(each, body_of(each)) for each in claims],
        "may_review": may(request.user, "review", document.source.collection),
    }
    return render(request, "muniment/page.html", context)


@require_GET
@cache_control(private=True, max_age=3600)
@allowed("read", found.page)
@shown
def picture(request: HttpRequest, page: found.Page) -> HttpResponse:
    """The picture of a page."""
    if not any(each.number == page.number for each in page_shapes(page.document)):
        raise Http404
    drawn = page_picture(page.document, page.number)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/webp")
