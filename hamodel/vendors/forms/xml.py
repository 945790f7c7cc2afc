"""XML: `<group><mode>active-passive</mode></group>`, without DTD, entities of its own, or anything outside of the file.

`<entry name="x">` is a list's entry: its name stands among the words. `<member>` is an item of a list: it stands for its value.
An attribute of the outermost element is a statement: `config @version 10.1.0`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from hamodel.diagnostics import SpecError
from hamodel.source import Source, Span
from hamodel.vendors import errors
from hamodel.vendors.statement import ConfigWord, Statement

DEEPEST = 200

MOST_ELEMENTS = 1_000_000
"""So many elements are read; what is passed over is not counted."""

About = Callable[[Sequence[str], str], bool]
"""Whether what stands in an element is asked for: the words around it, and its name."""


class _Parser(DefusedExpatParser):
    """A parser that does no more than count where nothing is asked for: most of a large export is such."""

    handler: _Handler

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        """Raises SpecError where elements stand in elements more often than any device has them."""
        if self.handler.passed:
            self.handler.passed += 1
            if self.handler.passed > DEEPEST:
                raise SpecError([errors.too_deep(self.handler.place(), DEEPEST)])
        else:
            super().start_element(name, attrs)

    def end_element(self, name: str) -> None:
        if self.handler.passed > 1:
            self.handler.passed -= 1
        else:
            super().end_element(name)


class _Handler(ContentHandler):
    """What is open: `path`, the words around; `begun`, of each element how many words were around it; `places`, where each
    stands; `texts`, what each has said. `passed`: how many elements are open that nobody asks for, from the outermost."""

    def __init__(self, source: Source, parser: DefusedExpatParser, about: About | None) -> None:
        super().__init__()
        self.source = source
        self.parser = parser
        self.about = about
        self.path: list[ConfigWord] = []
        self.names: list[str] = []
        self.begun: list[int] = []
        self.texts: list[list[ConfigWord]] = []
        self.places: list[tuple[int, int]] = []
        self.passed = 0
        self.leaf = False
        self.count = 0
        self.found: list[Statement] = []

    def start(self) -> int:
        """Where the parser has come to, behind the sign that opens an element."""
        line, column = self.parser.getLineNumber() or 1, self.parser.getColumnNumber() or 0
        start = min(self.source.starts[min(line, len(self.source.starts)) - 1] + column, len(self.source.text))
        return start + 1 if self.source.text[start : start + 1] == "<" else start

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if len(self.begun) >= DEEPEST:
            raise SpecError([errors.too_deep(self.place(), DEEPEST)])
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise SpecError([errors.too_many(self.source.path, MOST_ELEMENTS, "elements")])
        start = self.start()
        self.places.append((start, start + len(name)))
        if self.about is not None and not self.about(self.names, name):
            self.passed = 1
            return
        if not self.begun:
            self.found += self.attributes(ConfigWord(name, start, start + len(name)), attrs)
        self.begun.append(len(self.path))
        self.texts.append([])
        self.leaf = True
        if name == "entry" and (key := attrs.get("name")) is not None:
            self.path.append(ConfigWord(key, start, start + len(name)))
            self.names.append(key)
        elif name != "member":
            self.path.append(ConfigWord(name, start, start + len(name)))
            self.names.append(name)

    def attributes(self, word: ConfigWord, attrs: AttributesImpl) -> Iterator[Statement]:
        """A statement for each attribute of an element."""
        text = self.source.text
        for attribute, value in attrs.items():
            start = max(text.find(value, text.find(attribute, word.end)), word.start)
            name = ConfigWord(f"@{attribute}", word.start, word.end)
            yield Statement(self.source, (word, name, ConfigWord(value, start, start + len(value))))

    def characters(self, content: str) -> None:
        if self.passed or not self.texts:
            return
        if text := content.strip():
            start = self.start() + len(content) - len(content.lstrip())
            self.texts[-1].append(ConfigWord(text, start, start + len(text)))

    def endElement(self, name: str) -> None:  # noqa: N802
        if self.passed:
            self.passed = 0
            self.places.pop()
            self.leaf = False
            return
        texts = self.texts.pop()
        if texts:
            whole = ConfigWord(" ".join(part.text for part in texts), texts[0].start, texts[-1].end)
            self.found.append(Statement(self.source, (*self.path, whole)))
        elif self.leaf and self.path:
            self.found.append(Statement(self.source, tuple(self.path)))
        self.leaf = False
        around = self.begun.pop()
        del self.path[around:], self.names[around:]
        self.places.pop()

    def place(self) -> Span:
        """A sign, where the parser has come to."""
        start = self.start()
        return Span(self.source, start, min(start + 1, len(self.source.text)))


def read(source: Source, about: About | None = None) -> Iterator[Statement]:
    """The statements in the order in which their elements end; an element without text and children is one without a value.
    Elements that are not asked for are passed over with all in them.

    Raises SpecError where the text is no XML, or has a DTD or entities.
    """
    parser = _Parser(forbid_dtd=True)
    handler = parser.handler = _Handler(source, parser, about)
    parser.setContentHandler(handler)
    ended = False
    try:
        for piece in _pieces(source.text):
            parser.feed(piece)
            yield from handler.found
            handler.found.clear()
        ended = True
        parser.close()
    except DefusedXmlException:
        raise SpecError([errors.xml_with_definitions(handler.place())]) from None
    except SAXParseException as error:
        line, column = error.getLineNumber() or 1, error.getColumnNumber() or 0
        start = min(source.starts[min(line, len(source.starts)) - 1] + column, max(len(source.text) - 1, 0))
        if ended and handler.places:
            raise SpecError([errors.ends_inside(Span(source, *handler.places[-1]))]) from None
        raise SpecError([errors.not_xml(Span(source, start, start + 1), error.getMessage())]) from None
    yield from handler.found


def _pieces(text: str) -> Iterator[str]:
    stream = io.StringIO(text)
    while piece := stream.read(1 << 20):
        yield piece
