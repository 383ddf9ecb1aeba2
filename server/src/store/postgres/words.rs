//! Words in the types of `PostgreSQL`.

use std::error::Error;

use bytes::{BufMut as _, BytesMut};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::store::words::{Word, split};

/// Later words are not told apart by their place.
const LAST_PLACE: u16 = 255;

/// A `tsvector`, as its words with their places, in order: made here, so that the configuration of the database does
/// not matter.
#[derive(Debug)]
pub(super) struct Words(Vec<(String, u16)>);

impl Words {
    /// Of a name; `None` where it has no word.
    pub(super) fn of(name: &str) -> Option<Self> {
        let words = split(name).into_iter().zip(1_usize..);
        let mut words: Vec<(String, u16)> = words
            .map(|(word, place)| {
                let place = u16::try_from(place).map_or(LAST_PLACE, |place| place.min(LAST_PLACE));
                match word {
                    Word::Spaced(text) => (text, place),
                    Word::Unspaced(c, _) => (c.to_string(), place),
                }
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Each word with all its places.
    fn each(&self) -> impl Iterator<Item = &[(String, u16)]> {
        self.0.chunk_by(|(word, _), (next, _)| word == next)
    }
}

impl ToSql for Words {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.put_i32(i32::try_from(self.each().count())?);
        for places in self.each() {
            let (word, _) = &places[0];
            out.put_slice(word.as_bytes());
            out.put_u8(0);
            out.put_u16(u16::try_from(places.len())?);
            for &(_, place) in places {
                out.put_u16(place);
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::TS_VECTOR
    }

    to_sql_checked!();
}

/// The `tsquery` of what is looked for: each word is the beginning of a word of the name, and what is written
/// without spaces is a part of it. `None` where there is no word.
pub(super) fn match_query(text: &str) -> Option<String> {
    let mut query = String::new();
    for word in split(text) {
        let (before, term) = match word {
            Word::Spaced(word) => (" & ", format!("'{word}':*")),
            Word::Unspaced(c, true) => (" <-> ", format!("'{c}'")),
            Word::Unspaced(c, false) => (" & ", format!("'{c}'")),
        };
        if !query.is_empty() {
            query.push_str(before);
        }
        query.push_str(&term);
    }
    (!query.is_empty()).then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_beginnings_and_han_becomes_a_phrase() {
        let check = |text: &str, query: Option<&str>| {
            assert_eq!(match_query(text).as_deref(), query, "{text}");
        };
        check("Ann Lée", Some("'ann':* & 'lee':*"));
        check("小明", Some("'小' <-> '明'"));
        check("Li小明", Some("'li':* & '小' <-> '明'"));
        check("小 明", Some("'小' & '明'"));
        check(
            "O'Brien \" \\ OR 1",
            Some("'o':* & 'brien':* & 'or':* & '1':*"),
        );
        check("ΣΊΣΥΦΟΣ", Some("'σισυφοσ':*"));
        check("Σίσυφος", Some("'σισυφοσ':*"));
        check("İzmir Ångström", Some("'izmir':* & 'angstrom':*"));
        check("@-", None);
    }

    #[test]
    fn a_name_keeps_the_places_of_its_words() {
        let Words(words) = Words::of("Ann Lee-Ann 小").unwrap();
        let places = [("ann", 1), ("ann", 3), ("lee", 2), ("小", 4)];
        assert_eq!(words, places.map(|(word, place)| (word.to_owned(), place)));
        assert!(Words::of(" - ").is_none());
    }
}
