//! The XML of a part, tag by tag.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, ErrorKind, Read, Result as IoResult};

use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use super::{broken, too_large};
use crate::problem::Problem;

/// How much of a part is unpacked at a time, in bytes.
const BUFFER: usize = 64 << 10;

/// How much may be read for one tag or one text, in bytes: a cell has at most 32,767 characters.
const NODE_LIMIT: u64 = 4 << 20;

/// The XML of a part.
pub(super) struct Xml<'p> {
    reader: Reader<Counted<'p>>,
    buffer: Vec<u8>,
    limit: u64,
}

/// A tag or a text.
pub(super) enum Node<'x> {
    /// `<name …>`; `<name … />` is one as well, followed by its end.
    Open(Tag<'x>),
    /// `</name>`.
    Close(EndTag<'x>),
    /// Text; where it has references, or lines of its own, it comes in several.
    Text(Cow<'x, str>),
    /// What a reference such as `&amp;` stands for.
    Character(char),
    /// Something else that XML has.
    Other,
    /// The end of the part.
    End,
}

/// A tag that opens an element.
pub(super) struct Tag<'x>(BytesStart<'x>);

impl<'p> Xml<'p> {
    /// The XML that a part unpacks to, which may be `limit` bytes.
    pub(super) fn new(part: Box<dyn Read + 'p>, limit: u64) -> Self {
        let mut reader = Reader::from_reader(Counted {
            reader: BufReader::with_capacity(BUFFER, part),
            left: limit,
            node: NODE_LIMIT,
        });
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            limit,
        }
    }

    /// The next tag or text.
    pub(super) fn next(&mut self) -> Result<Node<'_>, Problem> {
        self.buffer.clear();
        self.reader.get_mut().node = NODE_LIMIT;
        let event = self.reader.read_event_into(&mut self.buffer);
        Ok(match event {
            Ok(Event::Start(tag)) => Node::Open(Tag(tag)),
            Ok(Event::End(tag)) => Node::Close(EndTag(tag)),
            Ok(Event::Text(text)) => Node::Text(text.xml10_content()),
            Ok(Event::CData(text)) => Node::Text(text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => Node::Character(match &*reference {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => match reference.resolve_char_ref() {
                    Ok(Some(character)) => character,
                    // An entity of the document's own: nobody writes such into a workbook.
                    _ => return Err(broken()),
                },
            }),
            Ok(Event::Eof) => Node::End,
            Ok(_) => Node::Other,
            Err(Error::Io(error)) if error.kind() == ErrorKind::FileTooLarge => {
                return Err(too_large(self.limit));
            }
            Err(_) => return Err(broken()),
        })
    }
}

impl Tag<'_> {
    /// Whether it is the one of this local name: the prefix is the writer's choice.
    pub(super) fn is(&self, name: &str) -> bool {
        self.0.local_name().into_inner() == name
    }

    /// The value of the attribute of this name, or else of this local name.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let found = attributes
            .filter(|attribute| attribute.key.local_name().into_inner() == name)
            .last()?;
        found.normalized_value(XmlVersion::Explicit1_0).ok()
    }

    /// The value of an attribute that is a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// A tag that closes an element.
pub(super) struct EndTag<'x>(BytesEnd<'x>);

impl EndTag<'_> {
    /// Whether it is the one of this local name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.0.local_name().into_inner() == name
    }
}

/// Counts what is read, and fails where that is too much.
struct Counted<'p> {
    reader: BufReader<Box<dyn Read + 'p>>,
    /// What may be read of the part, and of the tag or text that is being read.
    left: u64,
    node: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        if self.left == 0 || self.node == 0 {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.node = self.node.saturating_sub(amount as u64);
        self.reader.consume(amount);
    }
}
