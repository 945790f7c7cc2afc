"""XML: `<group><mode>active-passive</mode></group>`, without DTD, entities of its own, or anything outside of the file.

`<entry name="x">` is a list's entry: its name stands among the words. `<member>` is an item of a list: it stands for its value.
An attribute of the outermost element is a statement: `config @version 10.1.0`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
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


class _Handler(ContentHandler):
    def __init__(self, source: Source, parser: DefusedExpatParser) -> None:
        super().__init__()
        self.source = source
        self.parser = parser
        self.open: list[list[ConfigWord]] = []
        self.texts: list[list[ConfigWord]] = []
        self.places: list[Span] = []
        self.leaf = False
        self.found: list[Statement] = []

    def here(self, text: str) -> ConfigWord:
        """The word at the place that the parser has come to."""
        line, column = self.parser.getLineNumber() or 1, self.parser.getColumnNumber() or 0
        start = min(self.source.starts[min(line, len(self.source.starts)) - 1] + column, len(self.source.text))
        if self.source.text[start : start + 1] == "<":
            return ConfigWord(text, start + 1, start + 1 + len(text))
        return ConfigWord(text, start, start + len(text))

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if len(self.open) >= DEEPEST:
            raise SpecError([errors.too_deep(self.place(), DEEPEST)])
        word = self.here(name)
        key = attrs.get("name") if name == "entry" else None
        if not self.open:
            for attribute, value in attrs.items():
                start = max(self.source.text.find(value, self.source.text.find(attribute, word.end)), word.start)
                said = (word, ConfigWord(f"@{attribute}", word.start, word.end), ConfigWord(value, start, start + len(value)))
                self.found.append(Statement(self.source, said))
        self.open.append([ConfigWord(key, word.start, word.end)] if key is not None else [] if name == "member" else [word])
        self.texts.append([])
        self.places.append(Span(self.source, word.start, word.start + len(name)))
        self.leaf = True

    def characters(self, content: str) -> None:
        if content.strip() and self.texts:
            start = self.here("").start + len(content) - len(content.lstrip())
            text = content.strip()
            self.texts[-1].append(ConfigWord(text, start, start + len(text)))

    def endElement(self, name: str) -> None:  # noqa: N802
        texts = self.texts.pop()
        path = tuple(word for element in self.open for word in element)
        if texts:
            whole = ConfigWord(" ".join(part.text for part in texts), texts[0].start, texts[-1].end)
            self.found.append(Statement(self.source, (*path, whole)))
        elif self.leaf and path:
            self.found.append(Statement(self.source, path))
        self.leaf = False
        self.open.pop()
        self.places.pop()

    def place(self) -> Span:
        start = self.here("").start
        return Span(self.source, start, min(start + 1, len(self.source.text)))


def read(source: Source) -> Iterator[Statement]:
    """The statements in the order in which their elements end; an element without text and children is one without a value.

    Raises SpecError where the text is no XML, or has a DTD or entities.
    """
    parser = DefusedExpatParser(forbid_dtd=True)
    handler = _Handler(source, parser)
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
            raise SpecError([errors.ends_inside(handler.places[-1])]) from None
        raise SpecError([errors.not_xml(Span(source, start, start + 1), error.getMessage())]) from None
    yield from handler.found


def _pieces(text: str) -> Iterator[str]:
    stream = io.StringIO(text)
    while piece := stream.read(1 << 20):
        yield piece
