//! The texts that a workbook's cells share.

use super::archive::Archive;
use super::xml::Node;
use super::{broken, too_large};
use crate::problem::Problem;

/// The shared texts, one behind the other.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads them, unless they are more than `limit` bytes.
    pub(super) fn read(
        archive: &mut Archive<'_>,
        part: Option<&str>,
        limit: usize,
    ) -> Result<Self, Problem> {
        let mut strings = Self::default();
        let Some(part) = part else { return Ok(strings) };
        let Some(mut xml) = archive.part(part)? else {
            return Ok(strings);
        };
        let limit = limit.min(u32::MAX as usize);
        let mut reader = RichText::default();
        loop {
            let node = xml.next()?;
            reader.see(&node, &mut strings.text);
            match node {
                Node::Close(tag) if tag.is("si") => {
                    let start = strings.ends.last().map_or(0, |end| *end as usize);
                    unescape(&mut strings.text, start);
                    let end = u32::try_from(strings.text.len()).map_err(|_| broken())?;
                    strings
                        .ends
                        .try_reserve(1)
                        .map_err(|_| too_large(limit as u64))?;
                    strings.ends.push(end);
                }
                Node::End => return Ok(strings),
                _ => {}
            }
            let room = limit.saturating_sub(strings.ends.len() * size_of::<u32>());
            if strings.text.len() > room || strings.text.try_reserve(64 << 10).is_err() {
                return Err(too_large(limit as u64));
            }
        }
    }

    /// The text of this number.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// How many bytes they take.
    pub(super) fn len(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<u32>()
    }
}

/// Gathers a text from its runs, each in a `<t>`. How it is pronounced (`<rPh>`) is no part of it.
#[derive(Default)]
pub(super) struct RichText {
    is_text: bool,
    is_phonetic: bool,
}

impl RichText {
    /// Appends what belongs to the text.
    pub(super) fn see(&mut self, node: &Node<'_>, text: &mut String) {
        match node {
            Node::Open(tag) if tag.is("t") => self.is_text = !self.is_phonetic,
            Node::Open(tag) if tag.is("rPh") => self.is_phonetic = true,
            Node::Close(tag) if tag.is("t") => self.is_text = false,
            Node::Close(tag) if tag.is("rPh") => self.is_phonetic = false,
            Node::Text(found) if self.is_text => text.push_str(found),
            Node::Character(found) if self.is_text => text.push(*found),
            _ => {}
        }
    }
}

/// Replaces what stands for characters that XML cannot hold, such as `_x000D_`, in the text from `start` on.
pub(super) fn unescape(text: &mut String, start: usize) {
    if !text[start..].contains("_x") {
        return;
    }
    let escaped = text.split_off(start);
    let mut rest = escaped.as_str();
    while let Some(at) = rest.find("_x") {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest
            .get(2..6)
            .filter(|_| rest.as_bytes().get(6) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(character) = character.and_then(char::from_u32) {
            text.push(character);
            rest = &rest[7..];
        } else {
            text.push_str("_x");
            rest = &rest[2..];
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn characters_that_xml_cannot_hold_come_back() {
        let check = |text: &str, expected: &str| {
            let mut text = text.to_owned();
            unescape(&mut text, 1);
            assert_eq!(text, expected);
        };
        check(".a_x000D_b", ".a\rb");
        check("._x005F_x000D_", "._x000D_");
        check("._x00", "._x00");
        check("._xäöü__x_xD800__x0041_", "._xäöü__x_xD800_A");
        check("_x0041_", "_x0041_");
    }
}
